package io.sbr.kernels.reference;

import io.sbr.kernels.Shapes;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** {@link Scorer.Replaced}: another's scores, those of listed items given. */
final class ReplacedScores implements ReferenceScores {
  private final Scorer.Replaced scorer;
  private final ReferenceScores others;
  private final int[] offsets;
  private final int[] listed;

  ReplacedScores(Scorer.Replaced scorer, ReferenceScores others) {
    this.scorer = scorer;
    this.others = others;
    offsets = HostBuffer.of(scorer.offsets());
    listed = HostBuffer.of(scorer.listed());
    Shapes.listed("replaced scores", offsets, listed, scorer.sessionCount(), scorer.itemCount());
  }

  @Override
  public double[] row(int session) {
    double[] scores = others.row(session);
    double[] given = HostBuffer.of(scorer.scores());
    for (int e = offsets[session]; e < offsets[session + 1]; e++) {
      scores[listed[e]] = given[scorer.scores().offset() + e];
    }
    return scores;
  }

  @Override
  public void checkTarget(int session, int target) {
    if (Arrays.binarySearch(listed, offsets[session], offsets[session + 1], target) >= 0) {
      throw Shapes.givenTarget(target, session);
    }
  }

  /** Nothing goes through the given scores. */
  @Override
  public List<GradientTerm> gradients(Tensor p, Arena arena) {
    double[] pv = HostBuffer.of(p);
    for (int b = 0; b < scorer.sessionCount(); b++) {
      for (int e = offsets[b]; e < offsets[b + 1]; e++) {
        pv[p.offset() + b * scorer.itemCount() + listed[e]] = 0;
      }
    }
    return others.gradients(p, arena);
  }
}
