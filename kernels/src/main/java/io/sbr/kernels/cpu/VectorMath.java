package io.sbr.kernels.cpu;

import static io.sbr.kernels.cpu.ScalarMath.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** {@link ScalarMath}, operation by operation, on a vector: every lane has the scalar's bits. */
final class VectorMath {
  private VectorMath() {}

  /** exp(x) for x ≤ 0. */
  static FloatVector exp(FloatVector x) {
    FloatVector clamped = x.max(LOWEST);
    FloatVector rounder = FloatVector.broadcast(VectorLoops.SPECIES, ROUNDER);
    FloatVector shifted = clamped.fma(broadcast(LOG2_E), rounder);
    FloatVector n = shifted.sub(rounder);
    FloatVector r = n.fma(broadcast(-LN2_LOW), n.fma(broadcast(-LN2_HIGH), clamped));
    FloatVector q = r.fma(broadcast(E6), broadcast(E5));
    q = r.fma(q, broadcast(E4));
    q = r.fma(q, broadcast(E3));
    q = r.fma(q, broadcast(E2));
    FloatVector p = r.mul(r).fma(q, r).add(1);
    FloatVector power =
        shifted
            .viewAsIntegralLanes()
            .lanewise(VectorOperators.LSHL, 23)
            .lanewise(VectorOperators.ADD, 0x3F800000)
            .viewAsFloatingLanes()
            .reinterpretAsFloats();
    return p.mul(power);
  }

  /** 1 / (1 + exp(−x)). */
  static FloatVector sigmoid(FloatVector x) {
    FloatVector e = exp(x.abs().neg());
    VectorMask<Float> negative = x.lt(0);
    return broadcast(1).blend(e, negative).div(e.add(1));
  }

  /** tanh(x). */
  static FloatVector tanh(FloatVector x) {
    FloatVector size = x.abs();
    FloatVector square = x.mul(x);
    FloatVector t = square.fma(broadcast(T4), broadcast(T3));
    t = square.fma(t, broadcast(T2));
    t = square.fma(t, broadcast(T1));
    t = square.fma(t, broadcast(T0));
    FloatVector small = x.mul(square).fma(t, x);
    FloatVector e = exp(size.mul(-2));
    FloatVector large = broadcast(1).sub(e).div(e.add(1));
    FloatVector signed = large.blend(large.neg(), x.lt(0));
    return signed.blend(small, size.lt(TANH_SMALL));
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(VectorLoops.SPECIES, value);
  }
}
