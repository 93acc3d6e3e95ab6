package io.sbr.kernels.cpu;

import io.sbr.kernels.cpu.loops.SampleStep;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.HeadKernels.SoftmaxLoss;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Philox;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@link SampleStep}'s loss, gradients, ranks and top-k under the other scorers. */
public final class SampleHeads {
  private static final int STATISTICS = 3;

  /** Sessions looked at: enough for several groups of nodes. */
  private static final int MOST_SESSIONS = 80;

  private SampleHeads() {}

  public static List<Tensor> results(Arena arena, Tensor batch, Tensor items, int[] wanted) {
    int b = Math.min(batch.rows(), MOST_SESSIONS);
    Tensor sessions = batch.rowRange(0, b);
    Ints targets = arena.copyOf(Arrays.copyOf(wanted, b));
    List<Tensor> results = new ArrayList<>();
    for (Scorer scorer :
        List.of(attention(arena, sessions, items), usage(arena, sessions, items))) {
      Backend backend = arena.backend();
      SoftmaxLoss loss = backend.softmaxCrossEntropy(scorer, targets, true, arena);
      results.add(loss.loss());
      for (int i = 0; i < scorer.inputs().size(); i++) {
        Tensor gradient = arena.tensor(scorer.inputs().get(i).shape());
        backend.toDense(List.of(loss.gradients().get(i)), gradient);
        results.add(gradient);
      }
      Ints ranks = arena.ints(b);
      backend.ranks(scorer, targets, ranks);
      results.add(SampleStep.floats(arena, ranks));
      Tensor best = arena.tensor(b, 5);
      Ints none = arena.copyOf(new int[b + 1]);
      backend.topK(scorer, 5, none, arena.ints(0), arena.ints(b * 5), best);
      results.add(best);
    }
    return results;
  }

  /** Sessions of 1 to 4 nodes, padding in every second. */
  private static Scorer attention(Arena arena, Tensor sessions, Tensor items) {
    int b = sessions.rows();
    int[] offsets = new int[b + 1];
    double[] padding = new double[b];
    for (int s = 0; s < b; s++) {
      offsets[s + 1] = offsets[s] + 1 + s % 4;
      padding[s] = s % 2 * 7;
    }
    int n = offsets[b];
    double[] clicks = new double[n];
    Arrays.setAll(clicks, u -> 1 + u % 2);
    return new Scorer.TargetAttention(
        sessions,
        items,
        SampleStep.random(arena, 21, n, items.cols()),
        SampleStep.random(arena, 22, n, items.cols()),
        new Segments(b, n, arena.copyOf(offsets), arena.ints(n)),
        arena.copyOf(clicks, n),
        arena.copyOf(padding, b));
  }

  /** Every session lists about one item in twenty. */
  private static Scorer usage(Arena arena, Tensor sessions, Tensor items) {
    int b = sessions.rows();
    int[] offsets = new int[b + 1];
    List<Integer> used = new ArrayList<>();
    for (int s = 0; s < b; s++) {
      for (int i = 0; i < items.rows(); i++) {
        if (Philox.uniform(23, s, i) < 0.05f) {
          used.add(i);
        }
      }
      offsets[s + 1] = used.size();
    }
    int[] entries = used.stream().mapToInt(i -> i).toArray();
    return new Scorer.UsageScaled(
        sessions,
        items,
        SampleStep.random(arena, 24, STATISTICS, 1).reshape(STATISTICS),
        new Scorer.Usage(
            arena.copyOf(offsets),
            arena.copyOf(entries),
            SampleStep.random(arena, 25, entries.length, STATISTICS)));
  }
}
