package io.sbr.data.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.Sessions;
import io.sbr.data.TransitionCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transition counts there and back, and files that are not what they should be. */
class TransitionsFileTest {
  @TempDir Path folder;

  private static final TransitionCounts COUNTS =
      TransitionCounts.of(Sessions.of(new int[] {2, 7, 2, 7, 7}, new int[] {4, 1}), 9);

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("transitions.csv.gz"), content);
  }

  private void refused(String text, String... words) throws IOException {
    Path file = file(text.getBytes());
    assertThatThrownBy(() -> TransitionsFile.read(file, 9))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("transitions.csv.gz")
        .hasMessageContainingAll(words);
  }

  @Test
  void thereAndBack() throws IOException {
    TransitionCounts read = TransitionsFile.read(file(TransitionsFile.gzipped(COUNTS)), 9);
    assertThat(read.offsets()).isEqualTo(COUNTS.offsets());
    assertThat(read.targets()).containsExactly(7, 1, 2, 7).isEqualTo(COUNTS.targets());
    assertThat(read.counts()).containsExactly(2, 1, 1, 1).isEqualTo(COUNTS.counts());
    TransitionCounts none = TransitionCounts.of(Sessions.of(new int[] {3}), 4);
    assertThat(TransitionsFile.read(file(TransitionsFile.gzipped(none)), 4).targets()).isEmpty();
  }

  @Test
  void whatIsNoTransitionIsRefusedByLine() throws IOException {
    refused("source;target;count\n2;7\n", "line 2", "SOURCE;TARGET;COUNT");
    refused("source;target;count\n2;7;x\n", "line 2");
    refused("source;target;count\n2;7;1\n1;7;1\n", "line 3");
    refused("source;target;count\n10;7;1\n", "line 2");
    refused("source;target;count\n2;7;1\n2;7;1\n", "out of place");
    refused("source;target;count\n2;70;1\n", "out of place");
    byte[] damaged = TransitionsFile.gzipped(COUNTS);
    damaged[damaged.length - 6] ^= 1; // in gzip's checksum
    Path file = file(damaged);
    assertThatThrownBy(() -> TransitionsFile.read(file, 9)).hasMessageContaining("gzip");
  }
}
