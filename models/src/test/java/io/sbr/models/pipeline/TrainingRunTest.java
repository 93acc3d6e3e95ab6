package io.sbr.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.autograd.Parameter;
import io.sbr.data.Dataset;
import io.sbr.models.Fixtures;
import io.sbr.models.algorithm.Algorithms;
import io.sbr.models.eval.Metrics;
import io.sbr.models.run.RanksFile;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.train.EpochRecord;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.RunStore;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.TrainingState;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import io.sbr.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that end too early and go on: always with the bits of a run that was never disturbed. */
public class TrainingRunTest {
  @TempDir Path temp;

  /** The process is gone: nothing is saved any more. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @ParameterizedTest
  @EnumSource(names = {"HONEST", "FINAL"})
  void aRunKilledAtAnyStepGoesOnToTheSameBits(Protocol protocol) throws IOException {
    TrainSettings settings = Fixtures.settings(protocol, 2);
    Path whole = temp.resolve("whole");
    int steps = train(whole, false, settings, UnaryOperator.identity(), Integer.MAX_VALUE);
    Map<String, String> expected = hashes(whole);
    assertThat(expected)
        .containsOnlyKeys("model.safetensors", "checkpoint.safetensors", "ranks.csv.gz");
    for (int kill = 1; kill < steps; kill += 3) {
      Path killed = temp.resolve("killed-" + kill);
      assertKilled(killed, false, settings, kill);
      // and once more, sooner than the next checkpoint
      assertKilled(killed, true, settings, 2);
      train(killed, true, settings, UnaryOperator.identity(), Integer.MAX_VALUE);
      assertThat(hashes(killed)).as("killed after step %d", kill).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PAPER", "FINAL"})
  void aRunKilledBetweenAnyTwoWritesGoesOnToTheSameBits(Protocol protocol) throws IOException {
    TrainSettings settings = Fixtures.settings(protocol, 2);
    Path whole = temp.resolve("whole");
    AtomicInteger writes = new AtomicInteger();
    train(whole, false, settings, store -> new Mortal(store, writes, -1), Integer.MAX_VALUE);
    Map<String, String> expected = hashes(whole);
    for (int kill = 0; kill < writes.get(); kill++) {
      Path killed = temp.resolve("killed-" + kill);
      int at = kill;
      assertThatThrownBy(
              () ->
                  train(
                      killed,
                      false,
                      settings,
                      store -> new Mortal(store, new AtomicInteger(), at),
                      Integer.MAX_VALUE))
          .isInstanceOf(Killed.class);
      train(killed, true, settings, UnaryOperator.identity(), Integer.MAX_VALUE);
      assertThat(hashes(killed)).as("killed before write %d", kill).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HONEST", "FINAL"})
  void aRunAskedToStopSavesAndGoesOnToTheSameBits(Protocol protocol) throws IOException {
    TrainSettings settings = Fixtures.settings(protocol, 2);
    Path whole = temp.resolve("whole");
    train(whole, false, settings, UnaryOperator.identity(), Integer.MAX_VALUE);
    for (int steps : new int[] {1, 7, 12, 13, 14, 25}) {
      Path stopped = temp.resolve("stopped-" + steps);
      AtomicInteger asked = new AtomicInteger();
      TrainResult result =
          run(stopped, false, settings, TrainListener.NONE, () -> asked.incrementAndGet() >= steps);
      assertThat(result.stopped()).isTrue();
      assertThat(result.test()).isNull();
      assertThat(run(stopped, true, settings, TrainListener.NONE, () -> false).stopped()).isFalse();
      assertThat(hashes(stopped)).as("stopped after %d", steps).isEqualTo(hashes(whole));
    }
  }

  @Test
  void epochsMayBeRaised() throws IOException {
    Path raised = temp.resolve("raised");
    Path whole = temp.resolve("whole");
    TrainSettings two = Fixtures.settings(Protocol.PAPER, 2);
    TrainSettings three = Fixtures.settings(Protocol.PAPER, 3);
    run(raised, false, two, BUSY, () -> false);
    TrainResult result = run(raised, true, three, BUSY, () -> false);
    run(whole, false, three, TrainListener.NONE, () -> false);
    assertThat(hashes(raised)).isEqualTo(hashes(whole));
    assertThat(result.history()).hasSize(3);
    assertThat(result.history()).allSatisfy(e -> assertThat(e.seconds()).isPositive());
    assertThat(result.history()).allSatisfy(e -> assertThat(e.cpuSeconds()).isPositive());
    assertThat(RunDirectory.info(raised).orElseThrow().settings().byEpochs().epochs()).isEqualTo(3);
    assertThatThrownBy(() -> run(raised, true, two, TrainListener.NONE, () -> false))
        .hasMessageContaining("epochs 3; they may be raised, not lowered to 2");
  }

  /** With a seed for which the figures are not those of the last epoch. */
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void theRanksKeptAreThoseOfTheFiguresReported(Protocol protocol) {
    Path folder = temp.resolve("run");
    TrainSettings settings = Fixtures.settings(protocol, 5, 2);
    TrainResult result = run(folder, false, settings, TrainListener.NONE, () -> false);
    RunDirectory run = new RunDirectory(folder);
    RanksFile kept = RanksFile.read(run.ranks());
    assertThat(kept.epoch()).isEqualTo(result.selectedEpoch());
    Metrics metrics = Metrics.of(kept.ranks(), settings.ks());
    if (protocol != Protocol.FINAL) { // which reports its last epoch on all of train
      assertThat(result.bestMrrEpoch()).isLessThan(4);
    }
    if (protocol == Protocol.PAPER) {
      assertThat(result.bestRecallEpoch()).isNotEqualTo(result.bestMrrEpoch());
      RanksFile mrr = RanksFile.read(run.mrrRanks());
      assertThat(mrr.epoch()).isEqualTo(result.bestMrrEpoch());
      metrics = metrics.withMrrOf(Metrics.of(mrr.ranks(), settings.ks()));
    }
    assertThat(metrics).isEqualTo(result.test());
  }

  @Test
  void aHistoryWithoutProcessorTimeIsRead() throws IOException {
    TrainSettings one = Fixtures.settings(Protocol.HONEST, 1);
    Path folder = temp.resolve("run");
    double seconds =
        run(folder, false, one, TrainListener.NONE, () -> false).history().get(0).seconds();
    Path file = folder.resolve("history.json");
    String older =
        Files.readString(file)
            .replaceAll(",\\s+\"cpuSeconds\" : [0-9.E-]+", "")
            .replaceAll(",\\s+\"peakMiB\" : [0-9.E-]+", "");
    assertThat(older).doesNotContain("cpu").doesNotContain("peak").contains("seconds");
    Files.writeString(file, older);
    asOfFormatOne(folder);
    TrainSettings two = Fixtures.settings(Protocol.HONEST, 2);
    List<EpochRecord> epochs = run(folder, true, two, BUSY, () -> false).history();
    assertThat(epochs.get(0).seconds()).isEqualTo(seconds);
    assertThat(epochs.get(0).cpuSeconds()).isNull();
    assertThat(epochs.get(1).cpuSeconds()).isPositive();
  }

  /** Lets every epoch take longer than the ticks in which processor time is told, 10 ms. */
  private static final TrainListener BUSY =
      new TrainListener() {
        @Override
        public void step(int epoch, int b, int n, int examples, double loss, double rate) {
          long end = System.nanoTime() + (b == 0 ? 50_000_000 : 0);
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
        }
      };

  /** A folder as it was before there were manifests. */
  public static void asOfFormatOne(Path folder) throws IOException {
    Path info = folder.resolve("run.json");
    String now = Files.readString(info);
    assertThat(now).contains("\"format\" : 2,");
    Files.writeString(info, now.replace("\"format\" : 2,", "\"format\" : 1,"));
    Files.delete(folder.resolve("manifest.json"));
  }

  @Test
  void aHistoryThatWasLostIsMadeAnewWithoutWallTimes() throws IOException {
    TrainSettings settings = Fixtures.settings(Protocol.HONEST, 1);
    Path folder = temp.resolve("run");
    TrainResult first = run(folder, false, settings, TrainListener.NONE, () -> false);
    Files.delete(folder.resolve("history.json"));
    TrainResult again = run(folder, true, settings, TrainListener.NONE, () -> false);
    assertThat(again.test()).isEqualTo(first.test());
    assertThat(again.history()).containsExactly(first.history().get(0).withoutTimes());
    assertThat(folder.resolve("history.json")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"made-up", "diginetica-tiny"})
  void theNumberOfThreadsChangesNoBit(String name) throws IOException {
    Dataset data = name.equals("made-up") ? Fixtures.madeUp() : Fixtures.shared(name);
    TrainSettings settings = Fixtures.settings(Protocol.HONEST, 2);
    for (int threads = 1; threads <= 2; threads++) {
      try (Backend backend = Backends.choose("cpu", threads).backend()) {
        TrainingRun.train(
            temp.resolve(name + threads),
            false,
            data,
            settings,
            Map.of(),
            Optional.of(backend),
            TrainListener.NONE,
            () -> false);
      }
    }
    assertThat(hashes(temp.resolve(name + 2))).isEqualTo(hashes(temp.resolve(name + 1)));
  }

  @Test
  void aResumeElsewhereIsAllowedAndAnnounced() {
    TrainSettings settings = Fixtures.settings(Protocol.HONEST, 2);
    Path folder = temp.resolve("run");
    AtomicInteger asked = new AtomicInteger();
    run(folder, false, settings, TrainListener.NONE, () -> asked.incrementAndGet() >= 15);
    StringBuilder said = new StringBuilder();
    TrainListener listener =
        new TrainListener() {
          @Override
          public void message(String line) {
            said.append(line).append('\n');
          }
        };
    try (Backend backend = Backends.choose("reference", 1).backend()) {
      TrainResult result =
          TrainingRun.train(
              folder,
              true,
              Fixtures.madeUp(),
              settings,
              Map.of(),
              Optional.of(backend),
              listener,
              () -> false);
      assertThat(result.history()).hasSize(2);
    }
    assertThat(said).contains("backend was cpu and is reference").contains("another type");
  }

  /** Dies instead of the n-th write. */
  private record Mortal(RunStore store, AtomicInteger writes, int last) implements RunStore {
    private void live() {
      if (writes.getAndIncrement() == last) {
        throw new Killed();
      }
    }

    @Override
    public void saveModel(List<Parameter> parameters, int epoch, Optional<Metrics> figures)
        throws IOException {
      live();
      store.saveModel(parameters, epoch, figures);
    }

    @Override
    public void saveRanks(Figure figure, int epoch, int[] ranks) throws IOException {
      live();
      store.saveRanks(figure, epoch, ranks);
    }

    @Override
    public void loadModel(List<Parameter> parameters) throws IOException {
      live();
      store.loadModel(parameters);
    }

    @Override
    public void saveCheckpoint(TrainingState state, Map<String, Tensor> slots) throws IOException {
      live();
      store.saveCheckpoint(state, slots);
    }

    @Override
    public void saveHistory(TrainResult result) throws IOException {
      live();
      store.saveHistory(result);
    }

    @Override
    public String lastCheckpoint() {
      return store.lastCheckpoint();
    }
  }

  static void assertKilled(Path folder, boolean resume, TrainSettings settings, int steps) {
    assertThatThrownBy(() -> train(folder, resume, settings, UnaryOperator.identity(), steps))
        .isInstanceOf(Killed.class);
  }

  /** Trains until {@code last} steps were taken; returns how many there were. */
  static int train(
      Path folder,
      boolean resume,
      TrainSettings settings,
      UnaryOperator<RunStore> store,
      int last) {
    AtomicInteger steps = new AtomicInteger();
    TrainListener listener =
        new TrainListener() {
          @Override
          public void step(int epoch, int b, int n, int examples, double loss, double rate) {
            if (steps.incrementAndGet() >= last) {
              throw new Killed();
            }
          }
        };
    try (Backend backend = Backends.choose("cpu", 1).backend()) {
      TrainingRun.train(
          folder,
          resume,
          Fixtures.madeUp(),
          settings,
          Map.of(),
          Algorithms.of(settings.model().kind()),
          Optional.of(backend),
          listener,
          () -> false,
          store);
      assertThat(backend.liveBytes()).isZero();
    }
    return steps.get();
  }

  static TrainResult run(
      Path folder,
      boolean resume,
      TrainSettings settings,
      TrainListener listener,
      BooleanSupplier stop) {
    try (Backend backend = Backends.choose("cpu", 1).backend()) {
      return TrainingRun.train(
          folder,
          resume,
          Fixtures.madeUp(),
          settings,
          Map.of(),
          Optional.of(backend),
          listener,
          stop);
    }
  }

  /** SHA-256 of every file of weights or ranks of a run. */
  public static Map<String, String> hashes(Path folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (var files = Files.list(folder)) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*(safetensors|ranks.*gz)")).toList()) {
        hashes.put(file.getFileName().toString(), sha256(file));
      }
    }
    return hashes;
  }

  public static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
