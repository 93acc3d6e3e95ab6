package io.sbr.kernels.cpu;

import io.sbr.kernels.cpu.NodeGroups.Group;
import io.sbr.kernels.cpu.Scratch.Slot;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * The way back through target attention, in a second pass over the items, since it needs the
 * finished softmax. A tile's logits and values are computed again: storing them would take as much
 * memory as the factored form saves. They turn in place into the rows
 *
 * <pre>
 *   ∂e = δ·β·(g − t)      ∂g = δ·β      δ = (p − y)/B
 * </pre>
 *
 * which stand in the order of the stack K = [queries; states; sessions], so that with D for all of
 * them ∂E = Dᵀ·K and ∂K = D·E. A tile's ∂E is written once; ∂K is summed in slabs that are added in
 * order.
 */
final class TargetAttentionGradient implements ScoreGradient {
  /** Items that D and E are multiplied over at once, so that they stay in the L1 cache. */
  private static final int DEPTH = 80;

  private final TargetAttentionScorer scorer;
  private final Engine engine;
  private final NodeGroups groups;
  private final int d;

  /** d rounded up to whole vectors. */
  private final int width;

  TargetAttentionGradient(TargetAttentionScorer scorer, Engine engine) {
    this.scorer = scorer;
    this.engine = engine;
    groups = scorer.groups();
    d = scorer.d();
    width = engine.gemm().padded(d);
  }

  @Override
  public List<GradientTerm> terms(SoftmaxPass pass, int[] targets, Arena arena) {
    int nodes = groups.nodes(scorer.sessions());
    Tensor sessions = arena.tensor(scorer.sessions(), d);
    Tensor items = arena.tensor(scorer.items(), d);
    Tensor queries = arena.tensor(nodes, d);
    Tensor states = arena.tensor(nodes, d);
    int size = groups.rows() * width;
    float[] sums = engine.memory().borrow(scorer.slabs() * size);
    Pass back = new Pass(pass, targets, items, sums);
    engine
        .team()
        .run(
            scorer.slabs(),
            slab -> scorer.forTiles(slab, (tile, from, to) -> back.tile(slab, tile, from, to)));
    engine.forRows(
        groups.rows(),
        (long) scorer.slabs() * width,
        (from, to) -> {
          for (int slab = 1; slab < scorer.slabs(); slab++) {
            int other = slab * size + from * width;
            int n = (to - from) * width;
            engine.loops().add(sums, from * width, sums, other, sums, from * width, n);
          }
        });
    groups.unstack(sums, width, queries, states, sessions);
    engine.memory().giveBack(sums);
    return List.of(
        new GradientTerm.Dense(sessions, 0),
        new GradientTerm.Dense(items, 0),
        new GradientTerm.Dense(queries, 0),
        new GradientTerm.Dense(states, 0));
  }

  /** The second pass over the items. */
  private final class Pass {
    private final SoftmaxPass softmax;
    private final int[] targets;
    private final Tensor itemGradient;

    /** ∂K of each slab, {@code [slabs, 2n + B, width]}. */
    private final float[] sums;

    Pass(SoftmaxPass softmax, int[] targets, Tensor itemGradient, float[] sums) {
      this.softmax = softmax;
      this.targets = targets;
      this.itemGradient = itemGradient;
      this.sums = sums;
    }

    void tile(int slab, int tile, int from, int to) {
      int stride = scorer.stride(to - from);
      float[] turned = scorer.turned(from, to);
      float[] items = Scratch.floats(Slot.PADDED_ITEMS, (to - from) * width);
      scorer.copyItems(from, to, width, items);
      float[] gradient = Scratch.floats(Slot.GRADIENT, d * stride);
      boolean firstTile = tile % scorer.slabTiles() == 0;
      for (Group group : groups.all()) {
        float[] rows = scorer.logitsAndValues(group, turned, to - from);
        for (int b = group.firstSession(); b < group.endSession(); b++) {
          session(group, b, tile, from, to, rows);
        }
        // ∂Eᵀ (+)= Kᵀ·D
        boolean firstGroup = group.firstSession() == 0;
        engine
            .gemm()
            .multiplyPadded(
                d,
                stride,
                group.rows(),
                scorer.stacked(),
                group.row() * d,
                1,
                d,
                rows,
                0,
                stride,
                gradient,
                0,
                stride,
                !firstGroup);
        addProduct(group, rows, stride, items, to - from, slab, firstTile);
      }
      turnBack(gradient, stride, from, to);
    }

    /** A session's rows of D: ∂e and ∂g in place of e and g, and δ behind. */
    private void session(Group group, int b, int tile, int from, int to, float[] rows) {
      int stride = scorer.stride(to - from);
      int delta = (2 * group.nodes() + b - group.firstSession()) * stride;
      deltas(b, tile, from, to, rows, delta);
      TargetAttentionScorer.Attention attention = scorer.attend(group, b, rows, to - from);
      float[] factor = attention.norm();
      engine.loops().divide(rows, delta, factor, 0, factor, 0, stride);
      for (int u = groups.nodes(b); u < groups.nodes(b + 1); u++) {
        int logits = (u - group.firstNode()) * stride;
        int values = logits + group.nodes() * stride;
        engine.loops().attentionBackward(rows, logits, values, attention.mean(), factor, stride);
      }
    }

    /** δ of a session for the items of a tile, 0 beyond the last. */
    private void deltas(int b, int tile, int from, int to, float[] rows, int at) {
      int sessions = scorer.sessions();
      int columns = scorer.width();
      float[] powers = CpuMemory.floats(softmax.powers());
      float scale = (float) (softmax.tileScale(tile, b) / sessions);
      int p = softmax.powers().offset() + from * columns + b;
      for (int i = 0; i < to - from; i++, p += columns) {
        rows[at + i] = powers[p] * scale;
      }
      if (targets[b] >= from && targets[b] < to) {
        rows[at + targets[b] - from] -= 1f / sessions;
      }
      Arrays.fill(rows, at + to - from, at + scorer.stride(to - from), 0);
    }

    /** ∂K (+)= D·E for the rows of a group. */
    private void addProduct(
        Group group, float[] rows, int stride, float[] items, int n, int slab, boolean first) {
      int at = (slab * groups.rows() + group.row()) * width;
      for (int i = 0; i < n; i += DEPTH) {
        int depth = Math.min(DEPTH, n - i);
        engine
            .gemm()
            .multiplyPadded(
                group.rows(),
                width,
                depth,
                rows,
                i,
                stride,
                1,
                items,
                i * width,
                width,
                sums,
                at,
                width,
                i > 0 || !first);
      }
    }

    /** The gradient of a tile's items, from one row for each component to one for each item. */
    private void turnBack(float[] gradient, int stride, int from, int to) {
      float[] out = CpuMemory.floats(itemGradient);
      for (int i = from; i < to; i++) {
        int row = itemGradient.offset() + i * d;
        for (int c = 0, p = i - from; c < d; c++, p += stride) {
          out[row + c] = gradient[p];
        }
      }
    }
  }
}
