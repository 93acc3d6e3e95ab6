package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.CpuTiles;
import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.loops.MatrixView;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import io.sbr.tensor.Tensor;
import java.util.Arrays;

/**
 * The gradient of the item table under softmax cross-entropy, row i: scale · Σ_b weight_b·(p_ib −
 * y_ib)·S_b. What the pass over the items left is exp(s − m) for each tile; p follows from it by
 * the factor exp(m − log Σ exp(s)), which is put on the few rows of S instead of on the tile.
 */
final class DotItemGradient implements CpuTiles {
  private final Engine engine;
  private final SoftmaxPass pass;
  private final Tensor sessions;
  private final Targets targets;
  private final int items;
  private final int width;
  private final double scale;

  DotItemGradient(
      Engine engine, DotScorer scorer, SoftmaxPass pass, Targets targets, double scale) {
    this(engine, scorer.sessionVectors(), scorer, pass, targets, scale);
  }

  /**
   * The same for another table beside the items.
   *
   * @param sessions what its rows are multiplied with, {@code [B, cols]}
   */
  DotItemGradient(
      Engine engine,
      Tensor sessions,
      TileScorer scorer,
      SoftmaxPass pass,
      Targets targets,
      double scale) {
    this.engine = engine;
    this.pass = pass;
    this.targets = targets;
    this.scale = scale;
    this.sessions = sessions;
    items = scorer.items();
    width = scorer.width();
  }

  @Override
  public int rows() {
    return items;
  }

  @Override
  public int cols() {
    return sessions.cols();
  }

  @Override
  public int tileRows() {
    return TileScorer.TILE;
  }

  @Override
  public void rows(int from, int to, float[] g, int at, boolean add) {
    for (int row = from; row < to; ) {
      int tile = row / TileScorer.TILE;
      int end = Math.min(to, (tile + 1) * TileScorer.TILE);
      tile(tile, row, end, g, at + (row - from) * cols(), add);
      row = end;
    }
  }

  private void tile(int tile, int from, int to, float[] g, int at, boolean add) {
    int count = sessions.rows();
    int d = cols();
    float[] panels = scaledSessions(tile);
    MatrixView out = MatrixView.rows(g, at, d);
    int first = pass.powers().offset() + from * width;
    MatrixView powers = MatrixView.rows(CpuMemory.floats(pass.powers()), first, width);
    engine.gemm().multiplyPacked(to - from, d, count, powers, panels, 0, out, add);
    float[] s = CpuMemory.floats(sessions);
    for (int b = 0; b < count; b++) {
      int target = targets.item(b);
      if (target >= from && target < to) {
        float share = (float) (-scale * targets.weight(b));
        engine
            .loops()
            .addScaled(share, s, sessions.offset() + b * d, g, at + (target - from) * d, d);
      }
    }
  }

  /**
   * The rows of S, packed, each with its factor for a tile. A thread keeps what it made for the
   * tile before, and behind it the m that each row is for: few sessions have another one now.
   */
  private float[] scaledSessions(int tile) {
    int count = sessions.rows();
    int d = cols();
    int size = count * engine.gemm().padded(d);
    float[] panels =
        Scratch.filled(
            Slot.SCALED_SESSIONS,
            size + count,
            this,
            fresh -> {
              Arrays.fill(fresh, 0, size, 0);
              Arrays.fill(fresh, size, size + count, Float.NaN);
            });
    float[] s = CpuMemory.floats(sessions);
    for (int b = 0; b < count; b++) {
      float reference = pass.reference(tile, b);
      if (panels[size + b] != reference) {
        float factor = (float) (scale * pass.tileScale(tile, b) * targets.weight(b));
        engine.gemm().packRow(b, count, d, factor, s, sessions.offset() + b * d, panels);
        panels[size + b] = reference;
      }
    }
    return panels;
  }
}
