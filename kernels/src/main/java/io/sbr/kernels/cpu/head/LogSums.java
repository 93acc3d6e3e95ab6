package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.loops.Loops;
import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import java.util.Arrays;

/**
 * log Σ exp(s) of each session over all items, without a target that scores could refer to as in
 * {@link SoftmaxPass}: for each slab the largest score so far and the sum relative to it. Of
 * several readers it must be the last: it leaves exponentials where the scores were.
 */
public final class LogSums implements ScorePass.Reader {
  private final Engine engine;
  private final int sessions;
  private final SlabSums slabs;

  /** Nothing summed up yet. */
  public LogSums(TileScorer tiles, Engine engine) {
    this.engine = engine;
    sessions = tiles.sessions();
    slabs = new SlabSums(tiles.slabs(), Math.max(1, sessions));
  }

  /** Writes the sums. */
  public void into(float[] sums, int at) {
    for (int b = 0; b < sessions; b++) {
      sums[at + b] = (float) slabs.logSum(b);
    }
  }

  @Override
  public ScorePass.SlabReader begin(int slab) {
    return (scores, stride, from, to) -> {
      for (int b = 0; b < sessions; b++) {
        add(slab, b, scores, b * stride, to - from, stride);
      }
    };
  }

  /** Adds a row; vector under vector, it is a tile of as many columns as a vector has numbers. */
  private void add(int slab, int session, float[] row, int at, int items, int stride) {
    Loops loops = engine.loops();
    int lanes = loops.lanes();
    int rows = (items + lanes - 1) / lanes; // a stride is whole vectors
    Arrays.fill(row, at + items, at + Math.min(stride, rows * lanes), Float.NEGATIVE_INFINITY);
    float[] reference = Scratch.floats(Slot.ROW, lanes);
    float[] sum = Scratch.floats(Slot.SECOND_ROW, lanes);
    float old = slabs.reference(slab, session);
    Arrays.fill(reference, 0, lanes, old);
    loops.columnMax(row, at, rows, lanes, reference);
    float max = old;
    for (int j = 0; j < lanes; j++) {
      max = Math.max(max, reference[j]);
    }
    if (max != old) {
      slabs.rescale(slab, session, max, (float) Math.exp((double) old - max));
    }
    Arrays.fill(reference, 0, lanes, max);
    Arrays.fill(sum, 0, lanes, 0);
    loops.expAndSum(row, at, rows, lanes, reference, sum);
    for (int j = 0; j < lanes; j++) {
      slabs.add(slab, session, sum[j]);
    }
  }
}
