package io.sbr.kernels.cpu.loops;

import static io.sbr.kernels.cpu.loops.ScalarMath.E2;
import static io.sbr.kernels.cpu.loops.ScalarMath.E3;
import static io.sbr.kernels.cpu.loops.ScalarMath.E4;
import static io.sbr.kernels.cpu.loops.ScalarMath.E5;
import static io.sbr.kernels.cpu.loops.ScalarMath.E6;
import static io.sbr.kernels.cpu.loops.ScalarMath.EXPONENT_SHIFT;
import static io.sbr.kernels.cpu.loops.ScalarMath.LN2_HIGH;
import static io.sbr.kernels.cpu.loops.ScalarMath.LN2_LOW;
import static io.sbr.kernels.cpu.loops.ScalarMath.LOG2_E;
import static io.sbr.kernels.cpu.loops.ScalarMath.LOWEST;
import static io.sbr.kernels.cpu.loops.ScalarMath.ROUNDER;
import static io.sbr.kernels.cpu.loops.ScalarMath.T0;
import static io.sbr.kernels.cpu.loops.ScalarMath.T1;
import static io.sbr.kernels.cpu.loops.ScalarMath.T2;
import static io.sbr.kernels.cpu.loops.ScalarMath.T3;
import static io.sbr.kernels.cpu.loops.ScalarMath.T4;
import static io.sbr.kernels.cpu.loops.ScalarMath.TANH_SMALL;

import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ScalarMath}, operation by operation, on vectors: every lane has the scalar's bits.
 *
 * <p>The exponential stands in its two loops in full. A method that takes and returns a vector
 * would read better, but where the compiler decides not to inline it every vector becomes an
 * object, and the loop 30 times slower; for a method of this size it sometimes does.
 *
 * <p>For the same reason these loops must not be inlined themselves: in a large method nothing may
 * be left of the compiler's budget for their operations. Methods of more than 325 bytes of bytecode
 * are never inlined, and the assertions make them larger than that (docs/performance.md).
 */
final class VectorExp {
  private static final VectorSpecies<Float> S = VectorLoops.SPECIES;
  private static final VectorSpecies<Integer> INTS = S.withLanes(int.class);
  private static final int W = S.length();

  /**
   * The classes of these vectors, told wherever one of whole numbers, or made of whole numbers, is
   * called on: by then the budget for inlining is spent, nothing is known of a result, and profiles
   * of operations that only these two loops use are thin (docs/performance.md).
   */
  private static final Class<? extends FloatVector> FLOATS_EXACT = VectorLoops.EXACT;

  private static final Class<? extends IntVector> INTS_EXACT =
      INTS.vectorType().asSubclass(IntVector.class);

  /** All bits of a float but the one that no number below 2 has. */
  private static final int BELOW_2 = 0xBFFFFFFF;

  /** Numbers that sigmoid and tanh treat at a time, in the first-level cache. */
  private static final int CHUNK = 1024;

  private VectorExp() {}

  /** y = exp(x) for x ≤ 0. */
  static void exp(float[] x, int xAt, float[] y, int yAt, int n) {
    assert n >= 0 && xAt >= 0 && xAt <= x.length - n && yAt >= 0 && yAt <= y.length - n
        : n + " numbers from " + xAt + " of " + x.length + " to " + yAt + " of " + y.length;
    FloatVector rounder = FloatVector.broadcast(S, ROUNDER);
    FloatVector lowest = FloatVector.broadcast(S, LOWEST);
    FloatVector log2e = FloatVector.broadcast(S, LOG2_E);
    FloatVector high = FloatVector.broadcast(S, -LN2_HIGH);
    FloatVector low = FloatVector.broadcast(S, -LN2_LOW);
    int i = 0;
    for (; i <= n - W; i += W) {
      FloatVector clamped = FloatVector.fromArray(S, x, xAt + i).max(lowest);
      FloatVector shifted = clamped.fma(log2e, rounder);
      FloatVector whole = shifted.sub(rounder);
      FloatVector r = whole.fma(low, whole.fma(high, clamped));
      FloatVector q = r.fma(FloatVector.broadcast(S, E6), FloatVector.broadcast(S, E5));
      q = r.fma(q, FloatVector.broadcast(S, E4));
      q = r.fma(q, FloatVector.broadcast(S, E3));
      q = r.fma(q, FloatVector.broadcast(S, E2));
      FloatVector p = r.mul(r).fma(q, r).add(1);
      IntVector bits = INTS_EXACT.cast(FLOATS_EXACT.cast(shifted).reinterpretAsInts());
      IntVector power = INTS_EXACT.cast(bits.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT));
      FLOATS_EXACT.cast(p.mul(power.reinterpretAsFloats())).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = ScalarMath.exp(x[xAt + i]);
    }
  }

  /**
   * tile[i, j] = exp(tile[i, j] − reference[j]); sum[j] += Σᵢ tile[i, j]. Java's largest and
   * smallest of two floats are six instructions each, because of NaN and −0. So what would be too
   * large or too small for n is cut off as a whole number, and of a remainder that is no remainder
   * then, or NaN, the bit is cleared that makes it large: times 2⁻¹²⁷, which is 0, it is 0, and
   * times 2¹²⁷ it is large. Of other numbers the bits are {@link ScalarMath#exp}'s.
   */
  static void expAndSum(float[] tile, int at, int rows, int width, float[] reference, float[] sum) {
    assert width % W == 0 && at + rows * width <= tile.length
        : rows + " rows of " + width + " from " + at + " of " + tile.length;
    FloatVector rounder = FloatVector.broadcast(S, ROUNDER);
    FloatVector log2e = FloatVector.broadcast(S, LOG2_E);
    FloatVector high = FloatVector.broadcast(S, -LN2_HIGH);
    IntVector least = IntVector.broadcast(INTS, ScalarMath.LEAST_SHIFTED);
    IntVector most = IntVector.broadcast(INTS, ScalarMath.MOST_SHIFTED);
    IntVector below2 = IntVector.broadcast(INTS, BELOW_2);
    FloatVector low = FloatVector.broadcast(S, -LN2_LOW);
    for (int j = 0; j < width; j += W) {
      FloatVector base = FloatVector.fromArray(S, reference, j);
      FloatVector total = FloatVector.fromArray(S, sum, j);
      int at0 = at + j;
      for (int i = 0; i < rows; i++) {
        FloatVector x = FloatVector.fromArray(S, tile, at0).sub(base);
        FloatVector shifted = FLOATS_EXACT.cast(x.fma(log2e, rounder));
        IntVector bits = INTS_EXACT.cast(shifted.reinterpretAsInts());
        bits = INTS_EXACT.cast(INTS_EXACT.cast(bits.max(least)).min(most));
        FloatVector whole = FLOATS_EXACT.cast(bits.reinterpretAsFloats()).sub(rounder);
        FloatVector rest = FLOATS_EXACT.cast(whole.fma(low, whole.fma(high, x)));
        IntVector small = INTS_EXACT.cast(INTS_EXACT.cast(rest.reinterpretAsInts()).and(below2));
        FloatVector r = FLOATS_EXACT.cast(small.reinterpretAsFloats());
        FloatVector q = r.fma(FloatVector.broadcast(S, E6), FloatVector.broadcast(S, E5));
        q = r.fma(q, FloatVector.broadcast(S, E4));
        q = r.fma(q, FloatVector.broadcast(S, E3));
        q = r.fma(q, FloatVector.broadcast(S, E2));
        FloatVector p = r.mul(r).fma(q, r).add(1);
        IntVector power = INTS_EXACT.cast(bits.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT));
        FloatVector e = FLOATS_EXACT.cast(p.mul(power.reinterpretAsFloats()));
        e.intoArray(tile, at0);
        total = e.add(total); // not total.add(e): see VectorLoops
        at0 += width;
      }
      FLOATS_EXACT.cast(total).intoArray(sum, j);
    }
  }

  /** y = 1 / (1 + exp(−x)). */
  static void sigmoid(float[] x, int xAt, float[] y, int yAt, int n) {
    float[] e = Scratch.floats(Slot.EXPONENTIALS, CHUNK);
    for (int from = 0; from < n; from += CHUNK) {
      int count = Math.min(CHUNK, n - from);
      scaledSizes(-1, x, xAt + from, e, count);
      exp(e, 0, e, 0, count);
      sigmoidOf(e, x, xAt + from, y, yAt + from, count);
    }
  }

  /** y = tanh(x). */
  static void tanh(float[] x, int xAt, float[] y, int yAt, int n) {
    float[] e = Scratch.floats(Slot.EXPONENTIALS, CHUNK);
    for (int from = 0; from < n; from += CHUNK) {
      int count = Math.min(CHUNK, n - from);
      scaledSizes(-2, x, xAt + from, e, count);
      exp(e, 0, e, 0, count);
      tanhOf(e, x, xAt + from, y, yAt + from, count);
    }
  }

  /** y = factor·|x|. */
  private static void scaledSizes(float factor, float[] x, int xAt, float[] y, int n) {
    int i = 0;
    for (; i <= n - W; i += W) {
      FloatVector.fromArray(S, x, xAt + i).abs().mul(factor).intoArray(y, i);
    }
    for (; i < n; i++) {
      y[i] = Math.abs(x[xAt + i]) * factor;
    }
  }

  /** With e = exp(−|x|): 1/(1 + e) for x ≥ 0, e/(1 + e) below. */
  private static void sigmoidOf(float[] e, float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector one = FloatVector.broadcast(S, 1);
    int i = 0;
    for (; i <= n - W; i += W) {
      FloatVector power = FloatVector.fromArray(S, e, i);
      VectorMask<Float> negative = FloatVector.fromArray(S, x, xAt + i).lt(0);
      one.blend(power, negative).div(power.add(one)).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = ScalarMath.sigmoid(e[i], x[xAt + i]);
    }
  }

  /** With e = exp(−2|x|): ±(1 − e)/(1 + e), and the polynomial for small x. */
  private static void tanhOf(float[] e, float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector one = FloatVector.broadcast(S, 1);
    int i = 0;
    for (; i <= n - W; i += W) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      FloatVector square = value.mul(value);
      FloatVector t = square.fma(FloatVector.broadcast(S, T4), FloatVector.broadcast(S, T3));
      t = square.fma(t, FloatVector.broadcast(S, T2));
      t = square.fma(t, FloatVector.broadcast(S, T1));
      t = square.fma(t, FloatVector.broadcast(S, T0));
      FloatVector small = value.mul(square).fma(t, value);
      FloatVector power = FloatVector.fromArray(S, e, i);
      FloatVector large = one.sub(power).div(power.add(one));
      FloatVector signed = large.blend(large.neg(), value.lt(0));
      signed.blend(small, value.abs().lt(TANH_SMALL)).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = ScalarMath.tanh(e[i], x[xAt + i]);
    }
  }
}
