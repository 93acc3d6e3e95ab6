package io.sbr.models.rules;

import io.sbr.models.sparse.ReachedItems;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Ridge regression item by item: row i of (G + λI)⁻¹ C, the inverse taken over the K items that
 * stand closest to i in G. With K = N it is the exact solution; with K = 100 its cost is N·K³/3
 * instead of N³, and nothing dense over all items is ever held.
 */
final class LocalRidge {
  private final RuleTable gram;
  private final RuleTable targets;
  private final int most;
  private final double ridge;

  /**
   * @param gram G = X′ᵀWX′, symmetric, whole rows, the weightiest first
   * @param targets C = X′ᵀWY, whole rows
   * @param most K
   * @param ridge λ
   */
  LocalRidge(RuleTable gram, RuleTable targets, int most, double ridge) {
    this.gram = gram;
    this.targets = targets;
    this.most = most;
    this.ridge = ridge;
  }

  /** The rows, each pruned to its weightiest entries. */
  RuleTable solve(RuleTableBuilder builder, RuleTableBuilder.Pruning pruning) {
    ThreadLocal<Block> blocks =
        ThreadLocal.withInitial(() -> new Block(Math.min(most, gram.itemCount())));
    return builder.build(
        (item, row) -> blocks.get().row(item, row), (source, target, sum) -> sum, pruning);
  }

  /** The items around one, and their part of G. Scratch of one thread. */
  private final class Block {
    private final int[] items;
    private final double[] lower;
    private final double[] solution;
    private final int[] place = new int[gram.itemCount() + 1];
    private int size;

    Block(int most) {
      items = new int[most];
      lower = new double[most * most];
      solution = new double[most];
    }

    void row(int item, ReachedItems row) {
      choose(item);
      fill();
      factorise();
      solve();
      for (int k = 0; k < size; k++) {
        for (int r = targets.offsets()[items[k]]; r < targets.offsets()[items[k] + 1]; r++) {
          row.add(targets.targets()[r], solution[k] * targets.weights()[r]);
        }
      }
      IntStream.range(0, size).forEach(k -> place[items[k]] = 0);
    }

    /** The item itself first, then the closest, then those closest to them. */
    private void choose(int item) {
      size = 0;
      take(item);
      for (int k = 0; k < size && size < items.length; k++) {
        int end = gram.offsets()[items[k] + 1];
        for (int r = gram.offsets()[items[k]]; r < end && size < items.length; r++) {
          if (place[gram.targets()[r]] == 0) {
            take(gram.targets()[r]);
          }
        }
      }
    }

    private void take(int item) {
      items[size++] = item;
      place[item] = size;
    }

    /** The lower triangle of G + λI over these items. */
    private void fill() {
      for (int k = 0; k < size; k++) {
        Arrays.fill(lower, k * size, k * size + k + 1, 0);
        for (int r = gram.offsets()[items[k]]; r < gram.offsets()[items[k] + 1]; r++) {
          int column = place[gram.targets()[r]] - 1;
          if (column >= 0 && column <= k) {
            lower[k * size + column] = gram.weights()[r];
          }
        }
        lower[k * size + k] += ridge;
      }
    }

    /** Cholesky's factor in place. */
    private void factorise() {
      for (int k = 0; k < size; k++) {
        for (int j = 0; j <= k; j++) {
          double sum = lower[k * size + j];
          for (int i = 0; i < j; i++) {
            sum -= lower[k * size + i] * lower[j * size + i];
          }
          lower[k * size + j] = j == k ? Math.sqrt(sum) : sum / lower[j * size + j];
        }
      }
    }

    /** The first column of the inverse, which by symmetry is the first row. */
    private void solve() {
      for (int k = 0; k < size; k++) {
        double sum = k == 0 ? 1 : 0;
        for (int i = 0; i < k; i++) {
          sum -= lower[k * size + i] * solution[i];
        }
        solution[k] = sum / lower[k * size + k];
      }
      for (int k = size - 1; k >= 0; k--) {
        double sum = solution[k];
        for (int i = k + 1; i < size; i++) {
          sum -= lower[i * size + k] * solution[i];
        }
        solution[k] = sum / lower[k * size + k];
      }
    }
  }
}
