package io.sbr.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.data.Vocabulary;
import io.sbr.data.store.DatasetWriter;
import io.sbr.data.store.Datasets;
import io.sbr.data.store.Origin;
import io.sbr.data.store.StrictJson;
import io.sbr.models.Models;
import io.sbr.models.graph.GnnSettings;
import io.sbr.models.graph.SrGnn;
import io.sbr.models.learning.Agc;
import io.sbr.models.learning.Course;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.learning.LrScheduleForm;
import io.sbr.models.learning.OptimizerSettings;
import io.sbr.models.neighbour.VSknn;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.settings.ModelKind;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainSettings;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import io.sbr.tensor.Philox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Makes the runs that {@link KeptRunsTest} loads: a small one of each kind of model, the data set
 * that all have learned from, and what they said when they were made. Those that are there already
 * are never touched: that they still load is the promise. Not a test by its name, so it runs only
 * when it is asked for (docs/files.md):
 *
 * <pre>mvn -pl models -am test -Dtest=KeptRuns -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class KeptRuns {
  /** Where they are kept, seen from the module. */
  static final Path PLACE = Path.of("src", "test", "resources", "io", "sbr", "models", "kept");

  static final String DATA = "data";

  /** A run of a network with neighbours blended in. */
  static final String BLEND = "srgnn+v-sknn";

  static final String EXPECTED = "expected.json";

  private static final int ITEMS = 24;

  /** Sessions that are asked; the last has an item that no run knows. */
  static final List<List<String>> ASKED =
      List.of(
          List.of("item 3"),
          List.of("item 3", "item, 24", "item 3", "item 7"),
          List.of("item 5", "item 12", "item 11", "item 10", "item 9", "no such item"));

  /**
   * What a run said when it was made.
   *
   * @param metrics on the test part, in percent
   * @param items the five best for each session of {@link #ASKED}
   * @param scores of those
   */
  record Said(
      @JsonProperty(required = true) Map<String, Double> metrics,
      @JsonProperty(required = true) List<List<String>> items,
      @JsonProperty(required = true) List<List<Double>> scores) {
    /** What a run says now. */
    static Said by(Path folder, Dataset data, Backend backend) {
      try (SessionRecommender run = SessionRecommender.load(folder, backend)) {
        RunEvaluation measured = RunEvaluation.of(run, data, List.of(5, 20), (done, total) -> true);
        List<Recommendation> answers = run.recommend(ASKED, 5, false);
        return new Said(
            measured.metrics().values(),
            answers.stream()
                .map(a -> a.items().stream().map(Recommendation.Item::id).toList())
                .toList(),
            answers.stream()
                .map(a -> a.items().stream().map(Recommendation.Item::score).toList())
                .toList());
      }
    }
  }

  @Test
  void keepWhatIsMissing() throws IOException {
    if (!Files.exists(PLACE.resolve(DATA))) {
      DatasetWriter.write(madeUp(), Origin.of("made up"), PLACE.resolve(DATA));
    }
    Dataset data = Datasets.open(PLACE.resolve(DATA));
    try (Backend backend = Backends.choose("reference", 1).backend()) {
      for (ModelKind kind : Models.all()) {
        Path folder = PLACE.resolve(kind.name());
        if (!Files.exists(folder)) {
          keep(settings(kind), folder, data, backend);
        }
      }
      if (!Files.exists(PLACE.resolve(BLEND))) {
        TrainSettings settings = settings(SrGnn.KIND).blendedWith(ModelSettings.of(VSknn.KIND));
        keep(settings, PLACE.resolve(BLEND), data, backend);
      }
    }
    assertThat(PLACE.resolve(DATA)).isNotEmptyDirectory();
  }

  private static void keep(TrainSettings settings, Path folder, Dataset data, Backend backend)
      throws IOException {
    TrainingRun.train(
        folder,
        false,
        data,
        settings,
        Map.of(),
        Optional.of(backend),
        TrainListener.NONE,
        () -> false);
    Files.delete(folder.resolve("run.lock"));
    Files.write(
        folder.resolve(EXPECTED),
        StrictJson.MAPPER.writeValueAsBytes(Said.by(folder, data, backend)));
  }

  private static TrainSettings settings(ModelKind kind) {
    ModelSettings model = ModelSettings.of(kind);
    boolean wide = kind instanceof NeuralKind;
    boolean adagrad = wide && NeuralKind.of(kind).learning().optimizer().adagrad() != null;
    OptimizerSettings optimizer =
        adagrad
            ? OptimizerSettings.adagrad(0.05, 0.2)
            : new OptimizerSettings(0.02, 1e-5, 3, 0.1, LrScheduleForm.TORCH10, Agc.OFF);
    return new TrainSettings(
        wide ? model.with(GnnSettings.HIDDEN, 4) : model,
        wide
            ? Optional.of(new LearningSettings(optimizer, course(kind), 2, 50, 5, 3, 1000, 1))
            : Optional.empty(),
        Protocol.HONEST,
        1,
        0.1,
        List.of(5, 20));
  }

  /** As its own, with steps that fit so small a run. */
  private static Course course(ModelKind kind) {
    boolean plain = NeuralKind.of(kind).learning().course().equals(Course.PLAIN);
    return plain ? Course.PLAIN : new Course(2, 0, 20, 0);
  }

  /** Sessions of five users with times and views of known length, mostly along a ring of items. */
  private static Dataset madeUp() {
    List<String> ids =
        IntStream.rangeClosed(1, ITEMS).mapToObj(i -> (i < 24 ? "item " : "item, ") + i).toList();
    return new Dataset("kept", new Vocabulary(ids), sessions(90, 1), sessions(20, 2), 30);
  }

  private static Sessions sessions(int count, long stream) {
    int[][] clicks = new int[count][];
    long draw = 0;
    for (int s = 0; s < count; s++) {
      clicks[s] = new int[2 + Philox.below(5, 11, stream, draw++)];
      int item = 1 + Philox.below(ITEMS, 11, stream, draw++);
      for (int i = 0; i < clicks[s].length; i++) {
        clicks[s][i] = item;
        boolean jump = Philox.below(5, 11, stream, draw++) == 0;
        item = 1 + (jump ? Philox.below(ITEMS, 11, stream, draw++) : (item + 1) % ITEMS);
      }
    }
    Sessions plain = Sessions.of(clicks);
    long[] times = new long[plain.clicks()];
    float[] durations = new float[plain.clicks()];
    Arrays.setAll(times, c -> 1_700_000_000_000L + (stream * 100_000 + c) * 10_000L);
    for (int c = 0; c < durations.length; c++) {
      durations[c] = 1 + Philox.below(60, 13, stream, c);
    }
    int[] users = IntStream.range(0, count).map(s -> s % 5).toArray();
    return new Sessions(plain.items(), plain.offsets(), times, durations, users);
  }
}
