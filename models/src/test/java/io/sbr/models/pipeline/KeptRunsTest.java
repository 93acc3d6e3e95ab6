package io.sbr.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.data.Dataset;
import io.sbr.data.store.Datasets;
import io.sbr.data.store.StrictJson;
import io.sbr.models.Models;
import io.sbr.models.run.DataIdentity;
import io.sbr.models.settings.ModelKind;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs and a data set that earlier versions have written: they load, are measured, asked and
 * resumed, with the figures that they had then. A test that fails here has found a change that
 * costs users their runs: it is the change that must give way. {@link KeptRuns} makes runs of new
 * models, and leaves these as they are.
 */
class KeptRunsTest {
  private static final Path PLACE = KeptRuns.PLACE;

  @TempDir Path temp;

  static List<String> models() {
    return Stream.concat(Models.all().stream().map(ModelKind::name), Stream.of(KeptRuns.BLEND))
        .toList();
  }

  private static Dataset data() {
    return Datasets.open(PLACE.resolve(KeptRuns.DATA));
  }

  private static Path folder(String model) {
    Path folder = PLACE.resolve(model);
    assertThat(folder)
        .as("no run of " + model + " is kept: let KeptRuns make one (docs/files.md)")
        .isDirectory();
    return folder;
  }

  @Test
  void theDataSetIsWhatItWas() {
    assertThat(DataIdentity.of(data())).isEqualTo(StoredRun.read(folder("srgnn")).info().data());
    assertThat(data().test().users()).isNotNull();
    assertThat(data().test().durations()).isNotNull();
    assertThat(data().test().times()).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("models")
  void aRunSaysWhatItSaidWhenItWasMade(String model) {
    Path folder = folder(model);
    KeptRuns.Said then = StrictJson.read(folder.resolve(KeptRuns.EXPECTED), KeptRuns.Said.class);
    KeptRuns.Said now;
    try (Backend backend = Backends.choose("reference", 1).backend()) {
      now = KeptRuns.Said.by(folder, data(), backend);
    }
    assertThat(now.items()).isEqualTo(then.items());
    assertThat(now.metrics().keySet()).isEqualTo(then.metrics().keySet());
    then.metrics()
        .forEach(
            (key, value) ->
                assertThat(now.metrics().get(key)).as(key).isCloseTo(value, within(1e-9)));
    for (int s = 0; s < then.scores().size(); s++) {
      for (int i = 0; i < then.scores().get(s).size(); i++) {
        assertThat(now.scores().get(s).get(i)).isCloseTo(then.scores().get(s).get(i), within(1e-9));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void aRunIsReportedAndGoesOn(String model) throws IOException {
    StoredRun stored = StoredRun.read(folder(model));
    assertThat(stored.finished()).isTrue();
    assertThat(stored.recallRanks()).isPresent();
    Path copy = Files.createDirectory(temp.resolve(model));
    try (Stream<Path> files = Files.list(folder(model))) {
      for (Path file : files.filter(f -> !f.endsWith(KeptRuns.EXPECTED)).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    TrainSettings settings = stored.info().settings();
    boolean epochs = settings.learning().isPresent();
    TrainResult result;
    try (Backend backend = Backends.choose("reference", 1).backend()) {
      result =
          TrainingRun.train(
              copy,
              true,
              data(),
              epochs ? settings.withEpochs(3) : settings,
              Map.of(),
              Optional.of(backend),
              TrainListener.NONE,
              () -> false);
    }
    assertThat(result.history()).hasSize(epochs ? 3 : 1);
    for (int e = 0; e < stored.epochs().size() && epochs; e++) {
      assertThat(result.history().get(e)).isEqualTo(stored.epochs().get(e));
    }
    if (!epochs) {
      assertThat(result.test()).isEqualTo(stored.test());
    }
  }
}
