package io.sbr.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.models.Fixtures;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that begin and end otherwise than as published. */
class CourseRunTest {
  @TempDir Path temp;

  /** Averages, warm-up, an ordered epoch and a cooldown: all of it goes on where it was. */
  @ParameterizedTest
  @EnumSource(names = {"HONEST", "FINAL"})
  void aCourseGoesOnToTheSameBits(Protocol protocol) throws IOException {
    TrainSettings plain = Fixtures.settings(protocol, 2);
    TrainSettings settings = Fixtures.planned(protocol, 2);
    Path whole = temp.resolve("whole");
    int steps =
        TrainingRunTest.train(whole, false, settings, UnaryOperator.identity(), Integer.MAX_VALUE);
    Map<String, String> expected = TrainingRunTest.hashes(whole);
    for (int kill = 2; kill < steps; kill += 5) {
      Path killed = temp.resolve("killed-" + kill);
      TrainingRunTest.assertKilled(killed, false, settings, kill);
      TrainingRunTest.train(killed, true, settings, UnaryOperator.identity(), Integer.MAX_VALUE);
      assertThat(TrainingRunTest.hashes(killed))
          .as("killed after step %d", kill)
          .isEqualTo(expected);
    }
    Path other = temp.resolve("plain");
    TrainingRunTest.train(other, false, plain, UnaryOperator.identity(), Integer.MAX_VALUE);
    assertThat(TrainingRunTest.hashes(other).get("model.safetensors"))
        .isNotEqualTo(expected.get("model.safetensors"));
    assertThat(RunDirectory.info(whole).orElseThrow().settings().byEpochs())
        .isEqualTo(settings.byEpochs());
    assertThatThrownBy(
            () -> TrainingRunTest.run(whole, true, plain, TrainListener.NONE, () -> false))
        .hasMessageContaining("course");
    assertThatThrownBy(
            () ->
                TrainingRunTest.run(
                    whole, true, settings.withEpochs(3), TrainListener.NONE, () -> false))
        .hasMessageContaining("cannot be raised to 3");
  }
}
