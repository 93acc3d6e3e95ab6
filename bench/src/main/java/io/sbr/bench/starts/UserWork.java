package io.sbr.bench.starts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.bench.timing.MadeUpClicks;
import io.sbr.bench.timing.StepRunner;
import io.sbr.bench.timing.TimedPasses;
import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchPlan;
import io.sbr.data.store.Datasets;
import io.sbr.models.eval.Evaluator;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.graph.SrGnn;
import io.sbr.models.pipeline.SessionRecommender;
import io.sbr.models.pipeline.TrainingRun;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainSettings;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import jdk.incubator.vector.FloatVector;
import org.apache.commons.math3.stat.StatUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Does once, in this JVM and from its start, what users do, and prints the times as one line of
 * JSON: trains on the built-in data, takes steps of a real catalogue's size, evaluates, answers.
 * {@link Starts} runs it in fresh JVMs. Nothing is warmed up first: what the compiler makes of it
 * on the way is what is looked at.
 */
@Command(
    name = "work",
    mixinStandardHelpOptions = true,
    description = "Does a user's work once in this JVM and prints one line of JSON.")
public final class UserWork implements Callable<Integer> {
  private static final int EPOCHS = 2;

  /** As Diginetica has; the clicks are made up, so that no data folder is needed. */
  private static final int ITEMS = 43_097;

  private static final int STEPS = 60;
  private static final int LATE_STEPS = 20;
  private static final int BATCH = 100;

  /** Enough for the steps, with a few again; the first are the pairs to rank, some 4,000. */
  private static final int SESSIONS = 2_000;

  private static final int TEST_SESSIONS = 1_000;

  private static final int ANSWERS = 1_000;
  private static final int TOP = 20;
  private static final long SEED = 1;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      required = true,
      description = "where the trained run is kept; must be empty or absent")
  private Path folder;

  /**
   * What one JVM prints.
   *
   * @param simdBits width of the vectors that it prefers
   * @param times by figure, in the figure's unit
   */
  record Times(int simdBits, Map<UserFigure, Double> times) {}

  private final Map<UserFigure, Double> times = new EnumMap<>(UserFigure.class);

  @Override
  public Integer call() throws JsonProcessingException {
    Dataset demo = Datasets.load(Datasets.DEMO);
    try (Backend backend = Backends.choose("cpu", 0).backend()) {
      train(demo, backend);
      stepAndEvaluate(backend);
      answer(demo.test(), backend);
    }
    Times all = new Times(FloatVector.SPECIES_PREFERRED.vectorBitSize(), times);
    System.out.println(new ObjectMapper().writeValueAsString(all));
    return 0;
  }

  private void train(Dataset demo, Backend backend) {
    TrainSettings settings = TrainSettings.DEFAULT.withEpochs(EPOCHS);
    long begin = System.nanoTime();
    TrainingRun.train(
        folder,
        false,
        demo,
        settings,
        Map.of(),
        Optional.of(backend),
        TrainListener.NONE,
        () -> false);
    times.put(UserFigure.TRAINING, secondsSince(begin));
  }

  private void stepAndEvaluate(Backend backend) {
    Sessions clicks = MadeUpClicks.sessions(ITEMS, SESSIONS);
    Examples examples = new Examples(clicks, 1);
    try (StepRunner runner = new StepRunner(backend, ITEMS, ModelSettings.of(SrGnn.KIND), SEED)) {
      TimedPasses passes = new TimedPasses(STEPS - LATE_STEPS, LATE_STEPS, "step");
      long begin = System.nanoTime();
      passes.run(
          new BatchBuilder(ITEMS, runner.needs(), 0),
          examples,
          new BatchPlan(examples.count(), BATCH, SEED),
          batch -> {
            runner.step(batch);
            return Map.of();
          });
      times.put(UserFigure.STEPS, secondsSince(begin));
      times.put(UserFigure.STEP, passes.median());
      evaluate(runner.recommender(), new Examples(clicks.range(0, TEST_SESSIONS), 1));
    }
  }

  private void evaluate(NeuralRecommender recommender, Examples pairs) {
    long begin = System.nanoTime();
    new Evaluator(pairs, List.of(TOP)).evaluate(recommender);
    times.put(UserFigure.EVALUATION, secondsSince(begin));
  }

  private void answer(Sessions visitors, Backend backend) {
    double[] millis = new double[ANSWERS];
    long begin = System.nanoTime();
    try (SessionRecommender recommender = SessionRecommender.load(folder, backend)) {
      for (int i = 0; i < ANSWERS; i++) {
        List<String> clicks =
            Arrays.stream(visitors.items(i % visitors.count()))
                .mapToObj(recommender.items()::id)
                .toList();
        long asked = System.nanoTime();
        recommender.recommend(clicks, TOP);
        millis[i] = (System.nanoTime() - asked) / 1e6;
      }
    }
    times.put(UserFigure.ANSWERS, secondsSince(begin));
    times.put(
        UserFigure.ANSWER, StatUtils.percentile(millis, ANSWERS / 2, ANSWERS - ANSWERS / 2, 50));
  }

  private static double secondsSince(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }
}
