package io.sbr.models;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.data.UserIds;
import io.sbr.data.Vocabulary;
import io.sbr.data.store.Datasets;
import io.sbr.models.graph.GnnSettings;
import io.sbr.models.graph.SrGnn;
import io.sbr.models.learning.Agc;
import io.sbr.models.learning.Course;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.learning.LrScheduleForm;
import io.sbr.models.learning.OptimizerSettings;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainSettings;
import io.sbr.tensor.Philox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Small data and settings that the tests of this module share. */
public final class Fixtures {
  private static final int ITEMS = 50;

  /** When the first session of {@link #owned} begins, in milliseconds since 1970. */
  public static final long BEGIN = 1_600_000_000_000L;

  /** Seconds that stand for the last view of a session there. */
  public static final double LAST_DURATION = 7.5;

  private Fixtures() {}

  /** 150 training and 40 test sessions over 50 items, each mostly followed by a fixed other. */
  public static Dataset madeUp() {
    return new Dataset(
        "made-up",
        new Vocabulary(IntStream.rangeClosed(1, ITEMS).mapToObj(i -> "item-" + i).toList()),
        sessions(150, 1),
        sessions(40, 2));
  }

  private static Sessions sessions(int count, long stream) {
    int[][] sessions = new int[count][];
    long draw = 0;
    for (int s = 0; s < count; s++) {
      sessions[s] = new int[2 + Philox.below(5, 7, stream, draw++)];
      int item = 1 + Philox.below(ITEMS, 7, stream, draw++);
      for (int i = 0; i < sessions[s].length; i++) {
        sessions[s][i] = item;
        boolean jump = Philox.below(4, 7, stream, draw++) == 0;
        item = 1 + (jump ? Philox.below(ITEMS, 7, stream, draw++) : (item * 7 + 3) % ITEMS);
      }
    }
    return Sessions.of(sessions);
  }

  /** The same of six users, with times and durations; ids that a table must quote among theirs. */
  public static Dataset owned() {
    Dataset made = madeUp();
    UserIds users =
        UserIds.of(new TreeMap<>(Map.of(0, "ann", 1, "b,ob", 2, "c;d", 3, "4", 4, "e e", 5, "ü")));
    return new Dataset(
        "owned",
        made.items(),
        owned(made.train(), 0),
        owned(made.test(), 150),
        LAST_DURATION,
        users);
  }

  /** Sessions of users in turn, an hour apart, clicks of 1 to 60 seconds. */
  private static Sessions owned(Sessions sessions, int first) {
    long[] times = new long[sessions.clicks()];
    float[] seconds = new float[sessions.clicks()];
    int[] users = new int[sessions.count()];
    for (int s = 0; s < sessions.count(); s++) {
      users[s] = (s * 5 + s / 7) % 6;
      long time = BEGIN + (first + s) * 3_600_000L;
      for (int c = sessions.offset(s); c < sessions.offsets()[s + 1]; c++) {
        boolean last = c + 1 == sessions.offsets()[s + 1];
        long viewed = 1000L + 59_000L * (c * 31 % 17) / 16;
        times[c] = time;
        time += viewed;
        seconds[c] = (float) (last ? LAST_DURATION : viewed / 1000.0);
      }
    }
    return new Sessions(sessions.items(), sessions.offsets(), times, seconds, users);
  }

  /** Every model of width 8 with its defaults and in each form that its choices give it. */
  public static List<ModelSettings> everyForm() {
    Set<ModelSettings> forms = new LinkedHashSet<>();
    for (NeuralKind kind : Models.neural()) {
      List<ModelSettings> own = new ArrayList<>();
      own.add(ModelSettings.of(kind).with(GnnSettings.HIDDEN, 8));
      for (ModelSetting<?> setting : kind.settings()) {
        List<String> choices =
            setting == GnnSettings.STEPS ? List.of("2") : List.of(setting.forms().split("\\|"));
        if (choices.size() > 1 || setting == GnnSettings.STEPS) {
          ModelSettings base =
              own.stream()
                  .filter(form -> form.toMap().containsKey(setting.name())) // has an effect there
                  .findFirst()
                  .orElseThrow();
          choices.forEach(choice -> own.add(base.with(Map.of(setting.name(), choice))));
        }
      }
      forms.addAll(own);
    }
    return List.copyOf(forms);
  }

  /** A model of width 8, batches of 32, a checkpoint every 5 steps. */
  public static TrainSettings settings(Protocol protocol, int epochs) {
    return settings(ModelSettings.of(SrGnn.KIND), protocol, epochs);
  }

  /** The same from other initial weights, in another order. */
  public static TrainSettings settings(Protocol protocol, int epochs, long seed) {
    return settings(ModelSettings.of(SrGnn.KIND), protocol, epochs, seed);
  }

  /** The same with a rate that comes down at the end, averages and an ordered epoch. */
  public static TrainSettings planned(Protocol protocol, int epochs) {
    TrainSettings plain = settings(protocol, epochs);
    LearningSettings l = plain.byEpochs();
    return plain.with(
        new LearningSettings(
            new OptimizerSettings(0.01, 1e-5, 1, 0.1, LrScheduleForm.COOLDOWN, Agc.OFF),
            new Course(4, 1, 30, 0.7),
            epochs,
            l.batchSize(),
            l.seed(),
            l.patience(),
            l.checkpointEvery(),
            l.lossEvery()));
  }

  /** The same for another model. */
  public static TrainSettings settings(ModelSettings model, Protocol protocol, int epochs) {
    return settings(model, protocol, epochs, 3);
  }

  private static TrainSettings settings(
      ModelSettings model, Protocol protocol, int epochs, long seed) {
    return new TrainSettings(
        model.with(GnnSettings.HIDDEN, 8),
        Optional.of(new LearningSettings(optimizer(model), epochs, 32, seed, 10, 5, 1)),
        protocol,
        1,
        0.1,
        List.of(5, 20));
  }

  /** As the model's own: Adam, or Adagrad with momentum. */
  private static OptimizerSettings optimizer(ModelSettings model) {
    boolean adam = NeuralKind.of(model.kind()).learning().optimizer().adagrad() == null;
    return adam
        ? new OptimizerSettings(0.01, 1e-5, 3, 0.1, LrScheduleForm.TORCH10, Agc.OFF)
        : OptimizerSettings.adagrad(0.05, 0.2);
  }

  /** A data set of the shared data; skips the test, saying so, where it is absent. */
  public static Dataset shared(String name) {
    return Datasets.open(sharedAt(name));
  }

  /** A folder or file of the shared data; skips the test, saying so, where it is absent. */
  public static Path sharedAt(String name) {
    Path path = Path.of("..").resolve("..").resolve("shared").resolve("data").resolve(name);
    boolean present = Files.exists(path);
    if (!present) {
      System.out.println("skipped: no shared data '" + name + "' beside the checkout");
    }
    assumeTrue(present, "no shared data '" + name + "' beside the checkout");
    return path;
  }
}
