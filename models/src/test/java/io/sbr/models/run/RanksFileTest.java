package io.sbr.models.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranks come back as they were, or the file is named. */
class RanksFileTest {
  @TempDir Path temp;

  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    Path file = temp.resolve("ranks.csv.gz");
    int[] ranks = IntStream.rangeClosed(1, 1000).map(i -> i * i).toArray();
    new RanksFile(3, ranks).write(file);
    RanksFile read = RanksFile.read(file);
    assertThat(read.epoch()).isEqualTo(3);
    assertThat(read.ranks()).isEqualTo(ranks);
  }

  @Test
  void whatIsDamagedIsRefusedByName() throws IOException {
    Path file = temp.resolve("ranks.csv.gz");
    new RanksFile(3, IntStream.rangeClosed(1, 100_000).map(i -> 1 + i * 7919 % 43_097).toArray())
        .write(file);
    byte[] good = Files.readAllBytes(file);
    byte[] flipped = good.clone();
    flipped[good.length / 2] ^= 16;
    for (byte[] bad : new byte[][] {Arrays.copyOf(good, good.length / 2), flipped, {1, 2, 3}, {}}) {
      Files.write(file, bad);
      assertThatThrownBy(() -> RanksFile.read(file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(file.toString());
    }
  }
}
