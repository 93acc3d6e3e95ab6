package io.sbr.kernels.cpu.loops;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Looks through a session's scores without keeping any. */
final class VectorScan {
  private static final VectorSpecies<Float> S = VectorLoops.SPECIES;
  private static final int W = S.length();

  private VectorScan() {}

  /** How many of n numbers are above a bar, or −1 if one of them is NaN. */
  static int countAbove(float[] x, int xAt, int n, float bar) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector one = FloatVector.broadcast(S, 1);
    FloatVector bars = FloatVector.broadcast(S, bar);
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector c2 = zero;
    FloatVector c3 = zero;
    FloatVector nan = zero; // NaN from the first one on; of an infinite number, too
    FloatVector nan2 = zero;
    int i = 0;
    for (; i <= n - 4 * W; i += 4 * W) {
      FloatVector x0 = FloatVector.fromArray(S, x, xAt + i);
      FloatVector x1 = FloatVector.fromArray(S, x, xAt + i + W);
      FloatVector x2 = FloatVector.fromArray(S, x, xAt + i + 2 * W);
      FloatVector x3 = FloatVector.fromArray(S, x, xAt + i + 3 * W);
      c0 = zero.blend(one, bars.lt(x0)).add(c0);
      c1 = zero.blend(one, bars.lt(x1)).add(c1);
      c2 = zero.blend(one, bars.lt(x2)).add(c2);
      c3 = zero.blend(one, bars.lt(x3)).add(c3);
      nan = x1.fma(zero, x0.fma(zero, nan));
      nan2 = x3.fma(zero, x2.fma(zero, nan2));
    }
    for (; i <= n - W; i += W) {
      FloatVector x0 = FloatVector.fromArray(S, x, xAt + i);
      c0 = zero.blend(one, bars.lt(x0)).add(c0);
      nan = x0.fma(zero, nan);
    }
    FloatVector counts = zero.add(c0).add(c1).add(c2).add(c3).add(nan).add(nan2);
    // Whole numbers: in any order the same sum.
    float count = counts.reduceLanes(VectorOperators.ADD);
    for (; i < n; i++) {
      count += (x[xAt + i] > bar ? 1 : 0) + x[xAt + i] * 0;
    }
    return Float.isNaN(count) ? ScalarMath.countAbove(x, xAt, n, bar) : (int) count;
  }

  /** The first of n numbers that is not below a bar; n if there is none. */
  static int firstNotBelow(float[] x, int xAt, int n, float bar) {
    FloatVector bars = FloatVector.broadcast(S, bar);
    int i = 0;
    while (i <= n - W && FloatVector.fromArray(S, x, xAt + i).lt(bars).allTrue()) {
      i += W;
    }
    while (i < n && x[xAt + i] < bar) {
      i++;
    }
    return i;
  }
}
