package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.engine.ItemPanels;
import io.sbr.kernels.cpu.loops.RowNorm;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import io.sbr.tensor.Arena;
import io.sbr.tensor.PackedItems;
import io.sbr.tensor.Tensor;
import java.util.Optional;

/**
 * The items of a scorer, with their panels: transposed before, where there is a packed copy, or
 * now.
 */
public final class ItemTable {
  private final float[] rows;
  private final int at;
  private final int count;
  private final int d;

  /** All panels, one after another; null where there is no copy. */
  private final float[] panels;

  private final int panelsAt;

  ItemTable(Tensor items, Optional<PackedItems> packed) {
    rows = CpuMemory.floats(items);
    at = items.offset();
    count = items.rows();
    d = items.cols();
    panels = packed.map(p -> CpuMemory.floats(p.copy())).orElse(null);
    panelsAt = packed.map(p -> p.copy().offset()).orElse(0);
  }

  /** Turns all items and measures them; the arena owns the copy. */
  public static PackedItems pack(Tensor items, Arena arena, Engine engine) {
    int d = items.cols();
    int count = items.rows();
    Tensor copy = arena.tensor(ItemPanels.padded(count), d);
    Tensor inverse = arena.tensor(1, count);
    inverseLengths(items, CpuMemory.floats(inverse), inverse.offset(), engine);
    float[] table = CpuMemory.floats(items);
    float[] out = CpuMemory.floats(copy);
    int tile = TileScorer.TILE;
    engine
        .team()
        .run(
            (count + tile - 1) / tile,
            task -> {
              int from = task * tile;
              ItemPanels.of(
                  table,
                  items.offset() + from * d,
                  Math.min(tile, count - from),
                  d,
                  out,
                  copy.offset() + from * d);
            });
    return new PackedItems(items, copy, inverse);
  }

  /** Writes 1/‖e‖ of each item from {@code out[at]} on; 0 for an item of zeros. */
  static void inverseLengths(Tensor items, float[] out, int at, Engine engine) {
    float[] e = CpuMemory.floats(items);
    int d = items.cols();
    engine.forRows(
        items.rows(),
        2L * d,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            out[at + i] = RowNorm.inverse(engine.loops(), e, items.offset() + i * d, d);
          }
        });
  }

  /** The array of the table, which begins at {@link #at}. */
  float[] rows() {
    return rows;
  }

  /** Index of the first item's vector. */
  int at() {
    return at;
  }

  /** Number of items, N. */
  int count() {
    return count;
  }

  /**
   * The panels of items that begin with one, in memory that the thread's next call may overwrite.
   */
  ItemPanels panels(int from, int to) {
    if (panels != null) {
      return new ItemPanels(panels, panelsAt + from * d, to - from, d);
    }
    float[] transposed = Scratch.floats(Slot.TURNED_ITEMS, ItemPanels.padded(to - from) * d);
    return transpose(from, to, transposed, 0);
  }

  /** The panels of some items, transposed into an array from {@code out[outAt]} on. */
  ItemPanels transpose(int from, int to, float[] out, int outAt) {
    return ItemPanels.of(rows, at + from * d, to - from, d, out, outAt);
  }
}
