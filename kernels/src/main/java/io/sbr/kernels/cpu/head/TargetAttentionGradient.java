package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.engine.ItemPanels;
import io.sbr.kernels.cpu.head.NodeGroups.Group;
import io.sbr.kernels.cpu.loops.MatrixView;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Tensor;
import java.util.List;

/**
 * The backward pass through target attention, from D of the softmax's pass:
 *
 * <pre>
 *   ∂K = D·E      ∂E = Dᵀ·K
 * </pre>
 *
 * each with D times its tile's and session's factor, less the target's part. One group of sessions
 * after another visits all items, so that D takes no more memory than a few item tables; at a tile
 * the last group makes its ∂E just before the next one puts its own D there. The items are visited
 * once more than there are groups, and nothing is computed twice.
 */
final class TargetAttentionGradient {
  /** Rows of K and D that are multiplied at once, so that a panel of them stays in the L1 cache. */
  private static final int DEPTH = 80;

  private final TargetAttentionScorer scorer;
  private final Engine engine;
  private final NodeGroups groups;
  private final Targets targets;
  private final int d;

  TargetAttentionGradient(TargetAttentionScorer scorer, Engine engine, Targets targets) {
    this.scorer = scorer;
    this.engine = engine;
    this.targets = targets;
    groups = scorer.groups();
    d = scorer.d();
  }

  HeadGradient gradient(Arena arena) {
    Tensor items = arena.tensor(scorer.tiles(), d * TileScorer.stride(TileScorer.TILE));
    int nodes = groups.firstNode(scorer.sessions());
    Tensor sessions = arena.tensor(scorer.sessions(), d);
    Tensor queries = arena.tensor(nodes, d);
    Tensor states = arena.tensor(nodes, d);
    try (TargetAttentionPass pass = new TargetAttentionPass(scorer, engine, targets)) {
      Group last = null;
      for (Group group : groups.all()) {
        visit(pass, last, group, items);
        pass.finish(group);
        last = group;
      }
      visit(pass, last, null, items);
      stackGradient(pass);
      groups.unstack(pass.sums(), engine.gemm().padded(d), queries, states, sessions);
      return new HeadGradient(
          pass.logSums(),
          List.of(
              new GradientTerm.Dense(sessions, 0),
              new GradientTerm.Tiled(new TransposedGradient(items, scorer.items(), d), 0),
              new GradientTerm.Dense(queries, 0),
              new GradientTerm.Dense(states, 0)));
    }
  }

  /** Visits all items: the backward pass of the last group, then the softmax of the next one. */
  private void visit(TargetAttentionPass pass, Group last, Group next, Tensor items) {
    engine
        .team()
        .run(
            scorer.slabs(),
            slab ->
                scorer.forTiles(
                    slab,
                    (tile, from, to) -> {
                      if (last != null) {
                        itemGradient(pass, last, slab, tile, from, to, items);
                      }
                      if (next != null) {
                        pass.tile(next, slab, tile, from, to);
                      }
                    }));
  }

  /** ∂E (+)= Dᵀ·K of a tile, a panel of items after another, so that each is one stream. */
  private void itemGradient(
      TargetAttentionPass pass, Group group, int slab, int tile, int from, int to, Tensor items) {
    float[] gradient = CpuMemory.floats(items);
    int at = items.offset() + tile * items.cols();
    int stride = TileScorer.stride(to - from);
    float[] rows = pass.scaled(group, slab, tile, stride);
    int first = pass.rowsAt(tile % scorer.slabTiles());
    int width = ItemPanels.WIDTH;
    for (int i = 0; i < stride; i += width) {
      MatrixView out = MatrixView.rows(gradient, at + i * d, width);
      for (int row = 0; row < group.rows(); row += DEPTH) {
        int depth = Math.min(DEPTH, group.rows() - row);
        MatrixView left = MatrixView.rows(scorer.stacked(), (group.row() + row) * d, d);
        MatrixView right = MatrixView.rows(rows, first + row * stride + i, stride);
        boolean add = row > 0 || group.firstSession() > 0;
        engine.gemm().multiplyPadded(d, width, depth, left.transposed(), right, out, add);
      }
    }
    for (int row = group.row(); row < group.row() + group.rows(); row++) {
      int target = targets.item(groups.owner(row));
      if (target >= from && target < to) {
        float share = pass.slope(row) * targets.weight(groups.owner(row));
        int p = at + ItemPanels.index(target - from, d);
        for (int c = 0; c < d; c++, p += ItemPanels.WIDTH) {
          gradient[p] -= share * scorer.stacked()[row * d + c];
        }
      }
    }
  }

  /** ∂K from the slabs' sums, in order, in the first slab's place. */
  private void stackGradient(TargetAttentionPass pass) {
    float[] sums = pass.sums();
    engine.forRows(
        groups.rows(),
        2L * scorer.slabs() * d,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            int session = groups.owner(row);
            int sum = pass.sumAt(0, row);
            for (int slab = 0; slab < scorer.slabs(); slab++) {
              int part = pass.sumAt(slab, row);
              float factor = (float) (pass.slabScale(slab, session) * targets.weight(session));
              if (slab == 0) {
                engine.loops().scale(factor, sums, sum, sums, sum, d);
              } else {
                engine.loops().addScaled(factor, sums, part, sums, sum, d);
              }
            }
            float share = -pass.slope(row) * targets.weight(session);
            scorer.addItem(share, targets.item(session), sums, sum);
          }
        });
  }
}
