package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.engine.Gemm;
import io.sbr.kernels.cpu.loops.MatrixView;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Tensor;
import java.util.Arrays;

/** score = E·Sᵀ: a tile is the product of some rows of the item table with the packed sessions. */
final class DotScorer implements StreamedScorer {
  private final Engine engine;
  private final Tensor sessionTensor;
  private final float[] sessions;
  private final int sessionsAt;
  private final int count;
  private final ItemTable table;
  private final float[] items;
  private final int itemsAt;
  private final int d;
  private final int width;
  private final float[] panels;

  DotScorer(Tensor sessionVectors, ItemTable table, Engine engine) {
    this.engine = engine;
    this.table = table;
    sessionTensor = sessionVectors;
    sessions = CpuMemory.floats(sessionTensor);
    sessionsAt = sessionTensor.offset();
    count = sessionTensor.rows();
    items = table.rows();
    itemsAt = table.at();
    d = sessionTensor.cols();
    width = engine.gemm().apart(engine.gemm().padded(count));
    panels = packedSessions();
  }

  /** Sᵀ with zero columns up to the width of a tile, packed. */
  private float[] packedSessions() {
    float[] padded = engine.memory().borrow(d * width);
    Arrays.fill(padded, 0, d * width, 0);
    MatrixView turned = MatrixView.rows(padded, 0, width);
    Gemm.transpose(d, count, MatrixView.of(sessionTensor).transposed(), turned);
    float[] packed = engine.memory().borrow(d * width);
    engine.gemm().pack(d, width, turned, packed, 0);
    engine.memory().giveBack(padded);
    return packed;
  }

  @Override
  public int sessions() {
    return count;
  }

  @Override
  public int items() {
    return table.count();
  }

  @Override
  public int width() {
    return width;
  }

  /** Length of a session's or an item's vector. */
  int d() {
    return d;
  }

  /** The sessions' vectors {@code [B, d]}. */
  Tensor sessionVectors() {
    return sessionTensor;
  }

  /** Component c of a session's vector. */
  float session(int session, int c) {
    return sessions[sessionsAt + session * d + c];
  }

  /** g += factor · an item's vector. */
  void addItem(float factor, int item, float[] g, int at) {
    engine.loops().addScaled(factor, items, itemsAt + item * d, g, at, d);
  }

  /** Component c of an item's vector. */
  float item(int item, int c) {
    return items[itemsAt + item * d + c];
  }

  private MatrixView itemsFrom(int item) {
    return MatrixView.rows(items, itemsAt + item * d, d);
  }

  @Override
  public void fill(int from, int to, float[] tile, int at) {
    MatrixView out = MatrixView.rows(tile, at, width);
    engine.gemm().multiplyPacked(to - from, width, d, itemsFrom(from), panels, 0, out, false);
  }

  @Override
  public void rows(int from, int to, float[] tile, int at) {
    table.panels(from, to).product(engine, count, sessions, sessionsAt, tile, at);
  }

  @Override
  public float score(int session, int item) {
    float sum = 0;
    for (int c = 0; c < d; c++) {
      sum = Math.fma(item(item, c), session(session, c), sum);
    }
    return sum;
  }

  /**
   * sum[c, b] = Σᵢ E[i, c]·P[i, b], or += if {@code add}, over items {@code [from, to)} that are
   * few enough to be gone through at once: the transposed gradient of the sessions, in which the
   * probabilities are the right side and need no packing.
   */
  void sessionGradient(
      int from, int to, float[] tile, int at, float[] sum, int sumAt, boolean add) {
    MatrixView items = itemsFrom(from).transposed();
    MatrixView powers = MatrixView.rows(tile, at, width);
    MatrixView out = MatrixView.rows(sum, sumAt, width);
    engine.gemm().multiplyPadded(d, width, to - from, items, powers, out, add);
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public ScoreGradient way(Arena arena) {
    return new DotGradient(this, engine);
  }

  @Override
  public void close() {
    engine.memory().giveBack(panels);
  }
}
