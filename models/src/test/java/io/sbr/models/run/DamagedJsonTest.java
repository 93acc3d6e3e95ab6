package io.sbr.models.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.store.DatasetInfo;
import io.sbr.data.store.DatasetWriter;
import io.sbr.data.store.Datasets;
import io.sbr.data.store.Hashes;
import io.sbr.data.store.Origin;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.eval.Metrics;
import io.sbr.models.pipeline.RunEvaluation;
import io.sbr.models.pipeline.SessionRecommender;
import io.sbr.models.pipeline.StoredRun;
import io.sbr.models.pipeline.TrainingRun;
import io.sbr.models.pipeline.TrainingRunTest;
import io.sbr.models.train.EpochRecord;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.TrainingState;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * JSON in which any value is anything else: what is read has the results of the sound file, or it
 * is refused in one line that names the file. Never a fault of the program.
 */
@Timeout(300)
class DamagedJsonTest {
  private static final Dataset DATA = Fixtures.madeUp();
  private static final TrainSettings NEURAL =
      Fixtures.settings(Models.settings("srgnn"), Protocol.PAPER, 1);
  private static final TrainSettings BLEND =
      Fixtures.settings(Models.settings("srgnn"), Protocol.HONEST, 1)
          .blendedWith(Models.settings("v-sknn"));
  private static final TrainSettings COUNTING =
      new TrainSettings(
          Models.settings("markov"), Optional.empty(), Protocol.HONEST, 1, 0.1, List.of(20));

  @TempDir static Path shared;

  private static Backend backend;

  @BeforeAll
  static void trainOnce() throws IOException {
    backend = Backends.choose("reference", 1).backend();
    for (String form : List.of("bound", "unbound")) {
      train(folder("neural", form), NEURAL);
      train(folder("counting", form), COUNTING);
      train(folder("blend", form), BLEND);
    }
    for (String kind : List.of("neural", "counting", "blend")) {
      TrainingRunTest.asOfFormatOne(folder(kind, "unbound"));
    }
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  private static Path folder(String kind, String form) {
    return shared.resolve(kind + "-" + form);
  }

  private static void train(Path folder, TrainSettings settings) {
    TrainingRun.train(
        folder,
        true,
        DATA,
        settings,
        Map.of(),
        Optional.of(backend),
        TrainListener.NONE,
        () -> false);
  }

  private static String asked(Path folder) {
    try (SessionRecommender run = SessionRecommender.loadForOneCall(folder, Optional.of(backend))) {
      // at the run's own depths, which are settings like others; compared at the one they all have
      List<Integer> ks = run.info().settings().ks();
      Metrics metrics = RunEvaluation.of(run, small(), ks, (done, total) -> true).metrics();
      return run.recommend(List.of("item-3", "item-24"), 5)
          + " %s %s".formatted(metrics.recall(20), metrics.mrr(20));
    }
  }

  private static Dataset small() {
    return new Dataset(
        "small", DATA.items(), DATA.train(), DATA.test().chosen(new int[] {0, 1, 2}));
  }

  private static String reported(Path folder) {
    StoredRun run = StoredRun.read(folder);
    return run.finished()
        + " "
        + run.test()
        + run.bestIsLast()
        + run.epochs().stream().map(e -> e.withoutTimes().toString()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "neural, bound, run.json",
    "neural, bound, history.json",
    "neural, bound, manifest.json",
    "blend, bound, blend.json",
    "blend, unbound, blend.json",
    "blend, bound, run.json",
    "blend, bound, history.json",
    "neural, unbound, run.json",
    "neural, unbound, history.json",
    "counting, bound, run.json",
    "counting, bound, manifest.json",
    "counting, unbound, run.json",
    "counting, unbound, history.json"
  })
  void aValueThatIsAnythingElse(String kind, String form, String name) throws IOException {
    Path folder = folder(kind, form);
    Path file = folder.resolve(name);
    String sound = Files.readString(file);
    Supplier<String> ask = () -> asked(folder);
    Supplier<String> report = () -> reported(folder);
    String answer = ask.get();
    String told = report.get();
    try {
      for (Map.Entry<String, String> mutation : JsonMutations.of(sound).entrySet()) {
        Files.writeString(file, mutation.getValue());
        // Without hashes a setting may say what it likes, as long as the weights do not object.
        boolean bound = form.equals("bound");
        check(mutation.getKey(), folder, ask, answer, bound || kind.equals("neural"));
        check(mutation.getKey(), folder, report, told, bound);
      }
    } finally {
      Files.writeString(file, sound);
    }
  }

  private static void check(
      String mutation, Path folder, Supplier<String> use, String expected, boolean equal) {
    try {
      String result = use.get();
      if (equal) {
        assertThat(result).as(mutation).isEqualTo(expected);
      }
    } catch (IllegalArgumentException | DataException e) {
      assertThat(e.getMessage())
          .as(mutation)
          .contains(folder.toString())
          .doesNotContain("\n")
          .doesNotContain("io.sbr", "com.fasterxml", "java.")
          .hasSizeLessThan(600);
    }
  }

  /** What a checkpoint says of its place in the run, with a checksum that fits. */
  @Test
  void aStateThatIsAnythingElse() throws IOException {
    Metrics metrics = new Metrics(Map.of("recall@20", 12.5, "mrr@20", 4.25));
    EpochRecord first = new EpochRecord(0, 1e-3, 3.5, metrics, null, null);
    Map<String, String> mutations =
        new LinkedHashMap<>(JsonMutations.of(Json.line(TrainingState.START)));
    JsonMutations.of(Json.line(TrainingState.anew(List.of(first))))
        .forEach((name, text) -> mutations.put("anew " + name, text));
    for (Map.Entry<String, String> mutation : mutations.entrySet()) {
      try {
        TrainingState state =
            Json.parse("c.safetensors: state", mutation.getValue(), TrainingState.class);
        assertThat(state.epoch()).as(mutation.getKey()).isZero();
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage())
            .as(mutation.getKey())
            .startsWith("c.safetensors: state")
            .doesNotContain("\n", "io.sbr", "com.fasterxml", "java.");
      }
    }
  }

  /** With its own hash, and as of the version that had none. */
  @ParameterizedTest
  @CsvSource({"2", "1"})
  void aDescriptionOfADataSetThatSaysAnythingElse(int version, @TempDir Path temp)
      throws IOException {
    Path folder = temp.resolve("data");
    DatasetWriter.write(DATA, Origin.of("made up"), folder);
    Path file = folder.resolve(DatasetInfo.FILE);
    if (version == 1) {
      Files.writeString(
          file,
          Files.readString(file)
              .replace("\"version\" : 2", "\"version\" : 1")
              .replaceFirst(",\\s+\"sha256\" : \"[0-9a-f]{64}\"\\s+}\\s*$", "\n}\n"));
    }
    String sound = Files.readString(file);
    Supplier<String> open = () -> Hashes.fingerprint(Datasets.open(folder));
    String expected = open.get();
    for (Map.Entry<String, String> mutation : JsonMutations.of(sound).entrySet()) {
      Files.writeString(file, mutation.getValue());
      check(mutation.getKey(), folder, open, expected, true);
    }
    Files.writeString(file, sound.replace("made-up", "another"));
    if (version == 2) {
      assertThatThrownBy(() -> Datasets.open(folder))
          .hasMessage(file + ": changed since the data set was prepared; prepare it again");
    }
  }

  @Test
  void aFileThatIsFarTooLong(@TempDir Path temp) throws IOException {
    Path run = Files.createDirectory(temp.resolve("run"));
    try (var file = new RandomAccessFile(run.resolve("run.json").toFile(), "rw")) {
      file.setLength(1L << 33);
    }
    assertThatThrownBy(() -> StoredRun.read(run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("run.json is malformed: it is longer");
  }

  /** Text from outside is shown, not sent, and quoted briefly. */
  @Test
  void whatIsQuotedIsShort() throws IOException {
    Path temp = Files.createDirectory(shared.resolve("quoted"));
    String sound = Files.readString(folder("neural", "unbound").resolve("run.json"));
    String text = "x\\u001b[31m" + "x".repeat(100_000);
    Files.write(
        temp.resolve("run.json"),
        sound
            .replaceFirst(
                "\"protocol\" : \"\\w+\"", "\"protocol\" : \"" + text.replace("\\", "\\\\") + "\"")
            .getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> StoredRun.read(temp))
        .message()
        .contains("run.json is malformed: settings: protocol: \"x\\u001b[31mxxx")
        .hasSizeLessThan(400)
        .doesNotContain("\u001b");
  }
}
