package io.sbr.models.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.pipeline.TrainingRun;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are mapped: small ones are hashed, of large ones the size is compared. */
class LargeFilesTest {
  private static final long ALL_ARE_SMALL = Long.MAX_VALUE;

  @TempDir Path temp;
  private RunDirectory run;

  @BeforeEach
  void aRunWithAnIndex() {
    TrainSettings settings =
        new TrainSettings(
            Models.settings("v-sknn"), Optional.empty(), Protocol.HONEST, 1, 0.1, List.of(20));
    TrainingRun.train(
        temp,
        false,
        Fixtures.madeUp(),
        settings,
        Map.of(),
        Optional.empty(),
        TrainListener.NONE,
        () -> false);
    run = new RunDirectory(temp);
  }

  @Test
  void whatWasWrittenIsTaken() {
    assertThat(run.checkedToMap(run.index(), ALL_ARE_SMALL)).isEqualTo(run.index());
    assertThat(run.checkedToMap(run.index(), 1)).isEqualTo(run.index());
  }

  @Test
  void aChangedByteIsSeenInASmallFile() throws IOException {
    byte[] bytes = Files.readAllBytes(run.index());
    bytes[bytes.length / 2] ^= 1;
    Files.write(run.index(), bytes);
    assertThatThrownBy(() -> run.checkedToMap(run.index(), ALL_ARE_SMALL))
        .hasMessageContaining("sessions.index is not as the run has written it");
    assertThat(run.checkedToMap(run.index(), 1)).isEqualTo(run.index());
  }

  @Test
  void anotherLengthIsSeenInAnyFile() throws IOException {
    byte[] bytes = Files.readAllBytes(run.index());
    Files.write(run.index(), Arrays.copyOf(bytes, bytes.length - 4));
    for (long most : new long[] {1, ALL_ARE_SMALL}) {
      assertThatThrownBy(() -> run.checkedToMap(run.index(), most))
          .hasMessageContaining("sessions.index is not as the run has written it");
    }
  }
}
