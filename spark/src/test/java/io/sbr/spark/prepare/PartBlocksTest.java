package io.sbr.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.read.Click;
import io.sbr.spark.cluster.BlockPlace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** Blocks of a part come back in the order of the log, and leave nothing behind. */
class PartBlocksTest {
  @TempDir Path folder;

  @Test
  void blocksComeBackInOrder() {
    Path file = folder.resolve("blocks");
    List<Tuple2<BlockPlace, byte[]>> blocks = new ArrayList<>();
    for (long first : new long[] {40, 1L << 41, 0, 1L << 40, 20}) {
      blocks.add(block(first, 3));
    }
    List<Long> rows = new ArrayList<>();
    List<String> items = new ArrayList<>();
    try (PartBlocks part = new PartBlocks(file)) {
      part.addAll(blocks.iterator());
      part.read(
          (row, click) -> {
            rows.add(row);
            items.add(click.item());
          });
    }
    assertThat(rows).hasSize(15).isSorted().startsWith(0L, 1L, 2L, 20L).endsWith((1L << 41) + 2);
    assertThat(items).isEqualTo(rows.stream().map(row -> "i" + row).toList());
    assertThat(file).doesNotExist();
  }

  private static Tuple2<BlockPlace, byte[]> block(long first, int rows) {
    ClickBlocks block = new ClickBlocks();
    for (long row = first; row < first + rows; row++) {
      block.add(row, new Click("s", null, "i" + row, row, 0, null));
    }
    return new Tuple2<>(new BlockPlace(3, first), block.take());
  }
}
