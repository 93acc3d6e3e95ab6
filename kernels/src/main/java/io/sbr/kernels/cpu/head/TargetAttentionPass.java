package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.engine.ItemPanels;
import io.sbr.kernels.cpu.head.NodeGroups.Group;
import io.sbr.kernels.cpu.head.TargetAttentionScorer.Attention;
import io.sbr.kernels.cpu.loops.Loops;
import io.sbr.kernels.cpu.loops.MatrixView;
import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import java.util.Arrays;

/**
 * The softmax over all items under target attention, for a group of sessions and a tile of items at
 * a time. The rows of e, g and S·E turn in place into
 *
 * <pre>
 *   ∂e = P·β·(g − t)      ∂g = P·β      P = exp(s − m)
 * </pre>
 *
 * D for all of them: the gradient of the loss up to one factor for each tile and session and up to
 * the target's part, which both are known only later. While D is in the cache D·E is summed, slab
 * by slab and scaled down whenever m grows. D itself is kept until the next group comes to the
 * tile.
 */
final class TargetAttentionPass implements AutoCloseable {
  /** Items that D and E are multiplied over at once, so that they stay in the L1 cache. */
  private static final int DEPTH = 120;

  private final TargetAttentionScorer scorer;
  private final Engine engine;
  private final NodeGroups groups;
  private final Targets targets;

  /** Length of a row of sums: d rounded up to whole vectors. */
  private final int width;

  private final SlabSums softmax;

  /** log Σ exp(s) of each session, {@code [B]}. */
  private final double[] logSums;

  /** m of each tile, {@code [tiles, B]}. */
  private final float[] references;

  /** The panels of all items. */
  private final float[] transposed;

  /** D of each slab's tiles, for one group at a time. */
  private final float[][] kept;

  /** D·E of each slab, {@code [slabs, 2n + B, width]}. */
  private final float[] sums;

  /** D/P at each session's target, {@code [2n + B]}. */
  private final float[] slopes;

  TargetAttentionPass(TargetAttentionScorer scorer, Engine engine, Targets targets) {
    this.scorer = scorer;
    this.engine = engine;
    this.targets = targets;
    groups = scorer.groups();
    width = engine.gemm().padded(scorer.d());
    softmax = new SlabSums(scorer.slabs(), scorer.sessions());
    logSums = new double[scorer.sessions()];
    references = engine.memory().borrow(Math.multiplyExact(scorer.tiles(), scorer.sessions()));
    transposed = engine.memory().borrow(transposedAt(scorer.tiles()));
    kept = new float[scorer.slabs()][];
    for (int slab = 0; slab < kept.length; slab++) {
      kept[slab] = engine.memory().borrow(rowsAt(scorer.slabTiles()));
    }
    sums = engine.memory().borrow(sumAt(scorer.slabs(), 0));
    slopes = engine.memory().borrow(groups.rows());
  }

  /** D of the group that was at a tile last, by now with all factors: of the loss. */
  float[] scaled(Group group, int slab, int tile, int stride) {
    float[] rows = kept[slab];
    int at = rowsAt(tile % scorer.slabTiles());
    float[] factors = Scratch.floats(Slot.ROW, group.sessions());
    for (int s = 0; s < group.sessions(); s++) {
      int session = group.firstSession() + s;
      factors[s] = (float) (tileScale(tile, session) * targets.weight(session));
    }
    for (int row = 0; row < group.rows(); row++, at += stride) {
      float factor = factors[groups.owner(group.row() + row) - group.firstSession()];
      engine.loops().scale(factor, rows, at, rows, at, stride);
    }
    return rows;
  }

  /** Where D of the slab's tile of that number begins, counted from the slab's first. */
  int rowsAt(int tile) {
    return Math.multiplyExact(tile, groups.mostRows() * TileScorer.stride(TileScorer.TILE));
  }

  private int transposedAt(int tile) {
    return Math.multiplyExact(tile, scorer.d() * TileScorer.stride(TileScorer.TILE));
  }

  /** D·E of the slabs. */
  float[] sums() {
    return sums;
  }

  /** Where a slab's sum for a row of the stack begins. */
  int sumAt(int slab, int row) {
    return Math.multiplyExact(slab * groups.rows() + row, width);
  }

  /** By how much the score of a session's target grows with the product in a row of the stack. */
  float slope(int row) {
    return slopes[row];
  }

  /** log Σ exp(s) of each session whose group is finished. */
  double[] logSums() {
    return logSums;
  }

  /** What makes probabilities of P of a tile: exp(m − log Σ exp(s)). */
  double tileScale(int tile, int session) {
    return Math.exp(references[tile * scorer.sessions() + session] - logSums[session]);
  }

  /** What makes probabilities of P in a slab's sums. */
  double slabScale(int slab, int session) {
    return Math.exp(softmax.reference(slab, session) - logSums[session]);
  }

  /** All tiles have been done for a group. */
  void finish(Group group) {
    for (int b = group.firstSession(); b < group.endSession(); b++) {
      logSums[b] = softmax.logSum(b);
    }
  }

  /** Makes D of a group and the items {@code [from, to)} and adds D·E to the slab's sum. */
  void tile(Group group, int slab, int tile, int from, int to) {
    float[] rows = kept[slab];
    int at = rowsAt(tile % scorer.slabTiles());
    int stride = TileScorer.stride(to - from);
    if (tile % scorer.slabTiles() == 0) {
      int first = sumAt(slab, group.row());
      Arrays.fill(sums, first, first + group.rows() * width, 0);
    }
    if (group.firstSession() == 0) {
      scorer.table().transpose(from, to, transposed, transposedAt(tile));
    }
    ItemPanels panels = new ItemPanels(transposed, transposedAt(tile), to - from, scorer.d());
    scorer.products(group, panels, rows, at);
    for (int b = group.firstSession(); b < group.endSession(); b++) {
      Attention attention = scorer.attend(group, b, rows, at, to - from);
      int scores = at + group.sessionRow(b) * stride;
      powers(group, b, slab, tile, rows, scores, to - from);
      int target = targets.item(b);
      if (target >= from && target < to) {
        keepSlopes(group, b, attention, rows, at, stride, target - from);
      }
      float[] factor = attention.norm();
      engine.loops().divide(rows, scores, factor, 0, factor, 0, stride);
      for (int u = groups.firstNode(b); u < groups.firstNode(b + 1); u++) {
        int logits = at + (u - group.firstNode()) * stride;
        int values = logits + group.nodes() * stride;
        engine.loops().attentionBackward(rows, logits, values, attention.mean(), factor, stride);
      }
    }
    addProduct(group, slab, rows, at, from, to);
  }

  /** A row of scores s becomes exp(s − m), and 0 beyond the last item. */
  private void powers(Group group, int b, int slab, int tile, float[] rows, int at, int items) {
    Loops loops = engine.loops();
    int stride = TileScorer.stride(items);
    // Vector under vector, the row is a tile of as many columns as a vector has numbers.
    int lanes = loops.lanes();
    float[] reference = Scratch.floats(Slot.ROW, lanes);
    float[] sum = Scratch.floats(Slot.SECOND_ROW, lanes);
    float old = softmax.reference(slab, b);
    Arrays.fill(rows, at + items, at + stride, Float.NEGATIVE_INFINITY);
    Arrays.fill(reference, 0, lanes, old);
    loops.columnMax(rows, at, stride / lanes, lanes, reference);
    float max = old;
    for (int j = 0; j < lanes; j++) {
      max = Math.max(max, reference[j]);
    }
    if (max != old) {
      float factor = (float) Math.exp((double) old - max);
      softmax.rescale(slab, b, max, factor);
      rescale(group, b, slab, factor);
    }
    references[tile * scorer.sessions() + b] = max;
    Arrays.fill(reference, 0, lanes, max);
    Arrays.fill(sum, 0, lanes, 0);
    loops.expAndSum(rows, at, stride / lanes, lanes, reference, sum);
    for (int j = 0; j < lanes; j++) {
      softmax.add(slab, b, sum[j]);
    }
    Arrays.fill(rows, at + items, at + stride, 0);
  }

  /** Scales what a slab has summed up for a session. */
  private void rescale(Group group, int b, int slab, float factor) {
    for (int row = group.row(); row < group.row() + group.rows(); row++) {
      if (groups.owner(row) == b) {
        int at = sumAt(slab, row);
        engine.loops().scale(factor, sums, at, sums, at, width);
      }
    }
  }

  /** Keeps D/P of a session for one item of a tile. */
  private void keepSlopes(
      Group group, int b, Attention attention, float[] rows, int at, int stride, int item) {
    for (int u = groups.firstNode(b); u < groups.firstNode(b + 1); u++) {
      int query = u - group.firstNode();
      int state = query + group.nodes();
      float weight = rows[at + query * stride + item] / attention.norm()[item];
      float off = rows[at + state * stride + item] - attention.mean()[item];
      slopes[group.row() + query] = weight * off;
      slopes[group.row() + state] = weight;
    }
    slopes[group.row() + group.sessionRow(b)] = 1;
  }

  private void addProduct(Group group, int slab, float[] rows, int at, int from, int to) {
    int stride = TileScorer.stride(to - from);
    float[] items = Scratch.floats(Slot.PADDED_ITEMS, (to - from) * width);
    scorer.copyItems(from, to, width, items);
    MatrixView sum = MatrixView.rows(sums, sumAt(slab, group.row()), width);
    for (int i = 0; i < to - from; i += DEPTH) {
      int depth = Math.min(DEPTH, to - from - i);
      MatrixView left = MatrixView.rows(rows, at + i, stride);
      MatrixView right = MatrixView.rows(items, i * width, width);
      engine.gemm().multiplyPadded(group.rows(), width, depth, left, right, sum, true);
    }
  }

  /** Gives working memory back. */
  @Override
  public void close() {
    engine.memory().giveBack(references);
    engine.memory().giveBack(transposed);
    for (float[] rows : kept) {
      engine.memory().giveBack(rows);
    }
    engine.memory().giveBack(sums);
    engine.memory().giveBack(slopes);
  }
}
