package io.sbr.kernels.cpu.loops;

import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ScalarDropout} on vectors, with the same bits: first the random words, a block of Philox
 * ({@link io.sbr.tensor.Philox}) in each lane, then what they drop.
 *
 * <p>Two loops and a copy between them, though one loop would be a little faster: in one the
 * compiler's budget sometimes ends before the last operations, and their vectors become objects
 * (docs/performance.md). Vectors that come round the loop of Philox's rounds are arguments, never
 * receivers ({@link VectorLoops}), and the loops are too large to be inlined ({@link VectorExp}).
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

  /** Blocks of Philox made at a time: with what is made of them they fit the first-level cache. */
  private static final int CHUNK = 256;

  private VectorDropout() {}

  /** {@link Loops#dropout}. */
  static void apply(
      DropoutRule rule, long first, float[] x, int xAt, float[] out, int outAt, int n) {
    int i = (int) Math.min(n, -first & 3); // up to where a block begins
    ScalarDropout.apply(rule, first, x, xAt, out, outAt, i);
    long[] words = Scratch.longs(Slot.RANDOM_WORDS, 4 * CHUNK);
    while (BLOCKS > 1 && n - i >= 4 * BLOCKS) {
      int blocks = Math.min(CHUNK, (n - i) / (4 * BLOCKS) * BLOCKS);
      blocks(rule, (first + i) >>> 2, words, blocks);
      for (int t = 0; t < blocks; t++) {
        words[2 * CHUNK + 2 * t] = words[t];
        words[2 * CHUNK + 2 * t + 1] = words[CHUNK + t];
      }
      select(rule, words, x, xAt + i, out, outAt + i, 4 * blocks);
      i += 4 * blocks;
    }
    ScalarDropout.apply(rule, first + i, x, xAt + i, out, outAt + i, n - i);
  }

  /**
   * The words of so many blocks, whole vectors of them, the lower one of two in the lower half of a
   * long: words 0 and 1 of all blocks from {@code words[0]} on, 2 and 3 from {@code words[CHUNK]}.
   */
  private static void blocks(DropoutRule rule, long first, long[] words, int blocks) {
    assert blocks % BLOCKS == 0 && blocks <= CHUNK && words.length >= 2 * CHUNK
        : blocks + " blocks for " + words.length + " words";
    LongVector lanes = LongVector.zero(WIDE).addIndex(1);
    LongVector m0 = LongVector.broadcast(WIDE, M0);
    LongVector m1 = LongVector.broadcast(WIDE, M1);
    for (int t = 0; t < blocks; t += BLOCKS) {
      LongVector counter = lanes.add(first + t);
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
      EXACT.cast(c1).lanewise(VectorOperators.LSHL, 32).or(c0).intoArray(words, t);
      EXACT.cast(c3).lanewise(VectorOperators.LSHL, 32).or(c2).intoArray(words, CHUNK + t);
    }
  }

  /** out = factor · x, or 0, for n numbers, whole vectors, whose words begin at {@code 2·CHUNK}. */
  private static void select(
      DropoutRule rule, long[] words, float[] x, int xAt, float[] out, int outAt, int n) {
    assert n % S.length() == 0 && xAt >= 0 && xAt <= x.length - n && outAt <= out.length - n
        : n + " numbers from " + xAt + " of " + x.length + " to " + outAt + " of " + out.length;
    FloatVector factor = FloatVector.broadcast(S, rule.factor());
    for (int i = 0; i < n; i += S.length()) {
      factor
          .mul(FloatVector.fromArray(S, x, xAt + i))
          .reinterpretAsInts()
          .lanewise(
              VectorOperators.AND_NOT,
              LongVector.fromArray(WIDE, words, 2 * CHUNK + i / 2)
                  .reinterpretAsInts()
                  .lanewise(VectorOperators.LSHR, 8)
                  .sub(rule.threshold())
                  .lanewise(VectorOperators.ASHR, 31))
          .reinterpretAsFloats()
          .intoArray(out, outAt + i);
    }
  }
}
