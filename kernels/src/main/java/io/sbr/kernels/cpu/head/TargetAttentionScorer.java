package io.sbr.kernels.cpu.head;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.engine.ItemPanels;
import io.sbr.kernels.cpu.head.NodeGroups.Group;
import io.sbr.kernels.cpu.loops.Loops;
import io.sbr.kernels.cpu.loops.ScalarMath;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Scorer;
import java.util.Arrays;

/**
 * Dot products plus attention over each session's nodes (docs/costs.md, section 1). For a tile of
 * items, transposed into panels whose rows hold one component of 48 of them, K·Eᵀ gives each node a
 * row of logits e and one of values g, and each session one of dot products. The softmax over a
 * session's nodes then is arithmetic on whole rows and needs nothing but vertical vector
 * operations.
 */
final class TargetAttentionScorer implements TileScorer {
  /**
   * What a tile's items see of one session; rows that the next call overwrites.
   *
   * @param mean t = Σ_u β_u·g_u
   * @param norm Z·exp(−m)
   */
  record Attention(float[] mean, float[] norm) {}

  private final Engine engine;
  private final NodeGroups groups;
  private final float[] stacked;
  private final ItemTable table;
  private final float[] items;
  private final int itemsAt;
  private final int d;
  private final float[] clicks;
  private final float[] padding;

  TargetAttentionScorer(Scorer.TargetAttention scorer, ItemTable table, Engine engine) {
    this.engine = engine;
    this.table = table;
    d = scorer.items().cols();
    items = table.rows();
    itemsAt = table.at();
    clicks = scorer.clicks().toFloats();
    padding = scorer.padding().toFloats();
    int[] offsets = CpuMemory.ints(scorer.nodes().offsets());
    Shapes.nodes(offsets, scorer.sessionCount(), b -> padding[b] > 0);
    groups = new NodeGroups(scorer);
    stacked = engine.memory().borrow(groups.rows() * d);
    groups.stack(stacked);
  }

  /** The nodes and sessions in the order of the stack. */
  NodeGroups groups() {
    return groups;
  }

  /** K, {@code [2n + B, d]}. */
  float[] stacked() {
    return stacked;
  }

  /** Length of an item's vector. */
  int d() {
    return d;
  }

  @Override
  public int sessions() {
    return padding.length;
  }

  @Override
  public int items() {
    return table.count();
  }

  @Override
  public int width() {
    return engine.gemm().padded(padding.length);
  }

  @Override
  public void fill(int from, int to, float[] tile, int at) {
    int width = width();
    int stride = TileScorer.stride(to - from);
    Arrays.fill(tile, at, at + (to - from) * width, 0);
    forGroups(
        from,
        to,
        (group, rows, scores) -> {
          for (int i = 0; i < to - from; i++) {
            int first = at + i * width + group.firstSession();
            for (int s = 0, p = scores + i; s < group.sessions(); s++, p += stride) {
              tile[first + s] = rows[p];
            }
          }
        });
  }

  @Override
  public void rows(int from, int to, float[] tile, int at) {
    int stride = TileScorer.stride(to - from);
    forGroups(
        from,
        to,
        (group, rows, scores) ->
            System.arraycopy(
                rows, scores, tile, at + group.firstSession() * stride, group.sessions() * stride));
  }

  /** What to do with the scores of a group's sessions, rows of which the first begins there. */
  private interface GroupScores {
    void use(Group group, float[] rows, int scores);
  }

  private void forGroups(int from, int to, GroupScores user) {
    int stride = TileScorer.stride(to - from);
    ItemPanels panels = table.panels(from, to);
    float[] rows = Scratch.floats(Slot.NODE_ROWS, groups.mostRows() * stride);
    for (Group group : groups.all()) {
      products(group, panels, rows, 0);
      for (int b = group.firstSession(); b < group.endSession(); b++) {
        attend(group, b, rows, 0, to - from);
      }
      user.use(group, rows, group.sessionRow(group.firstSession()) * stride);
    }
  }

  /** The items, and their panels. */
  ItemTable table() {
    return table;
  }

  /**
   * A group's rows of K·Eᵀ: e and g of its nodes, then S·E of its sessions.
   *
   * @param rows {@code [group.rows(), stride]} from index {@code at} on
   */
  void products(Group group, ItemPanels panels, float[] rows, int at) {
    panels.product(engine, group.rows(), stacked, group.row() * d, rows, at);
  }

  /**
   * The softmax over the nodes of session b: the logits' rows become clicks·exp(e − m), the row of
   * dot products becomes the scores.
   */
  Attention attend(Group group, int b, float[] rows, int at, int itemCount) {
    Loops loops = engine.loops();
    int stride = TileScorer.stride(itemCount);
    int first = groups.firstNode(b);
    int nodes = groups.firstNode(b + 1) - first;
    int logits = at + (first - group.firstNode()) * stride;
    int values = logits + group.nodes() * stride;
    float[] max = Scratch.floats(Slot.ITEM_ROW, stride);
    float[] norm = Scratch.floats(Slot.SECOND_ITEM_ROW, stride);
    float[] mean = Scratch.floats(Slot.THIRD_ITEM_ROW, stride);
    Arrays.fill(mean, 0, stride, 0);
    Arrays.fill(norm, 0, stride, 0);
    boolean padded = padding[b] > 0;
    Arrays.fill(max, 0, stride, padded ? 0 : Float.NEGATIVE_INFINITY);
    loops.columnMax(rows, logits, nodes, stride, max);
    if (padded) {
      loops.scale(-1, max, 0, norm, 0, stride);
      loops.exp(norm, 0, norm, 0, stride);
      loops.scale(padding[b], norm, 0, norm, 0, stride);
    }
    for (int u = 0; u < nodes; u++) {
      int row = logits + u * stride;
      loops.subtract(rows, row, max, 0, rows, row, stride);
    }
    loops.exp(rows, logits, rows, logits, nodes * stride);
    for (int u = 0; u < nodes; u++) {
      int row = u * stride;
      loops.attentionWeigh(clicks[first + u], rows, logits + row, values + row, mean, norm, stride);
    }
    loops.divide(mean, 0, norm, 0, mean, 0, stride);
    int scores = at + group.sessionRow(b) * stride;
    loops.add(rows, scores, mean, 0, rows, scores, stride);
    return new Attention(mean, norm);
  }

  @Override
  public float score(int session, int item) {
    int first = groups.firstNode(session);
    int nodes = groups.firstNode(session + 1) - first;
    Group group = groups.of(session);
    int queries = group.row() + first - group.firstNode();
    float[] logits = new float[nodes];
    float max = padding[session] > 0 ? 0 : Float.NEGATIVE_INFINITY;
    for (int u = 0; u < nodes; u++) {
      logits[u] = product(queries + u, item);
      max = Math.max(max, logits[u]);
    }
    float norm = padding[session] > 0 ? ScalarMath.exp(-max) * padding[session] : 0;
    float mean = 0;
    for (int u = 0; u < nodes; u++) {
      float w = ScalarMath.exp(logits[u] - max) * clicks[first + u];
      norm += w;
      mean = Math.fma(w, product(queries + group.nodes() + u, item), mean);
    }
    return product(group.row() + group.sessionRow(session), item) + mean / norm;
  }

  /** A row of the stack times an item. */
  private float product(int row, int item) {
    float sum = 0;
    for (int c = 0; c < d; c++) {
      sum = Math.fma(stacked[row * d + c], items[itemsAt + item * d + c], sum);
    }
    return sum;
  }

  @Override
  public HeadGradient gradient(Targets targets, Arena arena) {
    return new TargetAttentionGradient(this, engine, targets).gradient(arena);
  }

  /** g += factor · an item's vector. */
  void addItem(float factor, int item, float[] g, int at) {
    engine.loops().addScaled(factor, items, itemsAt + item * d, g, at, d);
  }

  /** Copies the items {@code [from, to)} into rows {@code width} apart, with zeros between. */
  void copyItems(int from, int to, int width, float[] out) {
    for (int i = from; i < to; i++) {
      int row = (i - from) * width;
      System.arraycopy(items, itemsAt + i * d, out, row, d);
      Arrays.fill(out, row + d, row + width, 0);
    }
  }

  @Override
  public void close() {
    engine.memory().giveBack(stacked);
  }
}
