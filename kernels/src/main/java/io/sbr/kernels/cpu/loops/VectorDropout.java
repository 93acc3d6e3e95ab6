package io.sbr.kernels.cpu.loops;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ScalarDropout} on vectors, with the same bits: a lane computes a whole block of Philox
 * ({@link io.sbr.tensor.Philox}), four numbers, so that one round of the loop serves four vectors
 * of half the lanes, two of all.
 *
 * <p>Vectors that come round the loop of Philox's rounds are arguments, never receivers ({@link
 * VectorLoops}), and the method is too large to be inlined ({@link VectorExp}).
 */
final class VectorDropout {
  private static final VectorSpecies<Float> S = VectorLoops.SPECIES;
  private static final VectorSpecies<Long> WIDE = VectorSpecies.of(long.class, S.vectorShape());
  private static final int BLOCKS = WIDE.length();
  private static final Class<? extends LongVector> EXACT =
      WIDE.vectorType().asSubclass(LongVector.class);

  private static final int ROUNDS = 10;
  private static final long LOW = 0xFFFFFFFFL;
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final long WEYL0 = 0x9E3779B9L;
  private static final long WEYL1 = 0xBB67AE85L;

  /** Each of the first, or second, half of the lanes twice. */
  private static final VectorShuffle<Long> FIRST = VectorShuffle.fromOp(WIDE, i -> i / 2);

  private static final VectorShuffle<Long> SECOND =
      VectorShuffle.fromOp(WIDE, i -> (BLOCKS + i) / 2);
  private static final VectorMask<Long> ODD = VectorMask.fromLong(WIDE, 0xAAAAAAAAAAAAAAAAL);

  private VectorDropout() {}

  /** {@link Loops#dropout}. */
  static void apply(
      DropoutRule rule, long first, float[] x, int xAt, float[] out, int outAt, int n) {
    assert n >= 0 && xAt >= 0 && xAt <= x.length - n && outAt >= 0 && outAt <= out.length - n
        : n + " numbers from " + xAt + " of " + x.length + " to " + outAt + " of " + out.length;
    int i = (int) Math.min(n, -first & 3); // up to where a block begins
    ScalarDropout.apply(rule, first, x, xAt, out, outAt, i);
    LongVector lanes = LongVector.zero(WIDE).addIndex(1);
    LongVector m0 = LongVector.broadcast(WIDE, M0);
    LongVector m1 = LongVector.broadcast(WIDE, M1);
    FloatVector factor = FloatVector.broadcast(S, rule.factor());
    for (; BLOCKS > 1 && i <= n - 4 * BLOCKS; i += 4 * BLOCKS) {
      LongVector counter = lanes.add((first + i) >>> 2);
      LongVector c0 = counter.and(LOW);
      LongVector c1 = counter.lanewise(VectorOperators.LSHR, 32);
      LongVector c2 = LongVector.broadcast(WIDE, rule.stream() & LOW);
      LongVector c3 = LongVector.broadcast(WIDE, rule.stream() >>> 32);
      long k0 = rule.seed() & LOW;
      long k1 = rule.seed() >>> 32;
      for (int round = 0; round < ROUNDS; round++) {
        LongVector p0 = m0.mul(c0);
        LongVector p1 = m1.mul(c2);
        c0 =
            p1.lanewise(VectorOperators.LSHR, 32)
                .lanewise(VectorOperators.XOR, c1)
                .lanewise(VectorOperators.XOR, k0);
        c2 =
            p0.lanewise(VectorOperators.LSHR, 32)
                .lanewise(VectorOperators.XOR, c3)
                .lanewise(VectorOperators.XOR, k1);
        c1 = p1.and(LOW);
        c3 = p0.and(LOW);
        k0 = k0 + WEYL0 & LOW;
        k1 = k1 + WEYL1 & LOW;
      }
      // Words 0 and 1 of each block, and 2 and 3; then blocks in their order.
      LongVector a = EXACT.cast(c1).lanewise(VectorOperators.LSHL, 32).or(c0);
      LongVector b = EXACT.cast(c3).lanewise(VectorOperators.LSHL, 32).or(c2);
      factor
          .mul(FloatVector.fromArray(S, x, xAt + i))
          .reinterpretAsInts()
          .lanewise(
              VectorOperators.AND_NOT,
              a.rearrange(FIRST)
                  .blend(b.rearrange(FIRST), ODD)
                  .reinterpretAsInts()
                  .lanewise(VectorOperators.LSHR, 8)
                  .sub(rule.threshold())
                  .lanewise(VectorOperators.ASHR, 31))
          .reinterpretAsFloats()
          .intoArray(out, outAt + i);
      factor
          .mul(FloatVector.fromArray(S, x, xAt + i + 2 * BLOCKS))
          .reinterpretAsInts()
          .lanewise(
              VectorOperators.AND_NOT,
              a.rearrange(SECOND)
                  .blend(b.rearrange(SECOND), ODD)
                  .reinterpretAsInts()
                  .lanewise(VectorOperators.LSHR, 8)
                  .sub(rule.threshold())
                  .lanewise(VectorOperators.ASHR, 31))
          .reinterpretAsFloats()
          .intoArray(out, outAt + i + 2 * BLOCKS);
    }
    ScalarDropout.apply(rule, first + i, x, xAt + i, out, outAt + i, n - i);
  }
}
