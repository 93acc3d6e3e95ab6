package io.sbr.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Philox4x32-10 against its authors' numbers. The statistical tests draw fixed numbers, so they
 * pass or fail for ever; a probability below 1e-4 would be a defect and not bad luck.
 */
class PhiloxTest {
  /** File {@code kat_vectors} of Random123: counter, key, result. */
  @Test
  void knownAnswers() {
    assertBlock(0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertBlock(-1, -1, -1, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertBlock(
        0x85a308d3_243f6a88L,
        0x03707344_13198a2eL,
        0x299f31d0_a4093822L,
        0xd16cfe09,
        0x94fdcceb,
        0x5001e420,
        0x24126ea1);
  }

  private static void assertBlock(long low, long high, long key, int... words) {
    int[] got = IntStream.range(0, 4).map(word -> Philox.word(word, low, high, key)).toArray();
    assertThat(got).containsExactly(words);
  }

  @Test
  void bitsAreTheWordsOfBlocksInOrder() {
    long seed = 0x299f31d0_a4093822L;
    long stream = 0x03707344_13198a2eL;
    long block = 0x05a308d3_243f6a88L;
    for (int word = 0; word < 4; word++) {
      assertThat(Philox.bits(seed, stream, 4 * block + word))
          .isEqualTo(Philox.word(word, block, stream, seed));
    }
    assertThat(Philox.bits(0, 0, 3)).isEqualTo(0x9b00dbd8);
  }

  @Test
  void uniformIsTheUpper24Bits() {
    assertThat(Philox.uniform(0, 0, 0)).isEqualTo(0x6627e8 * 0x1p-24f);
    assertThat(LongStream.range(0, 100_000).mapToDouble(i -> Philox.uniform(7, 3, i)))
        .allMatch(x -> x >= 0 && x < 1);
  }

  /** From anywhere within a block to anywhere within another. */
  @Test
  void manyAtOnceAreTheSame() {
    long seed = 0xF29F31D0_A4093822L;
    long stream = 0x83707344_13198A2EL;
    for (long first : new long[] {0, 1, 6, 7, (1L << 34) - 5}) {
      for (int n = 0; n < 14; n++) {
        float[] out = new float[n + 2];
        Philox.uniform(seed, stream, first, out, 1, n);
        assertThat(out[0]).isZero();
        assertThat(out[n + 1]).isZero();
        for (int i = 0; i < n; i++) {
          assertThat(out[1 + i]).isEqualTo(Philox.uniform(seed, stream, first + i));
        }
      }
    }
  }

  @Test
  void uniformIsUniform() {
    double[] sample = LongStream.range(0, 5000).mapToDouble(i -> Philox.uniform(1, 2, i)).toArray();
    double p =
        new KolmogorovSmirnovTest()
            .kolmogorovSmirnovTest(new UniformRealDistribution(0, 1), sample, false);
    assertThat(p).isGreaterThan(1e-4);
  }

  @Test
  void seedsAndStreamsDiffer() {
    Set<Long> pairs = new HashSet<>();
    for (long seed : new long[] {0, 1, 1L << 32, -1}) {
      for (long stream : new long[] {0, 1, 1L << 32, -1}) {
        long first = Philox.bits(seed, stream, 0);
        pairs.add(first << 32 ^ (Philox.bits(seed, stream, 1) & 0xFFFFFFFFL));
      }
    }
    assertThat(pairs).hasSize(16);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 1000, Integer.MAX_VALUE})
  void belowStaysBelow(int bound) {
    int[] numbers = IntStream.range(0, 10_000).map(i -> Philox.below(bound, 5, 6, i)).toArray();
    assertThat(IntStream.of(numbers)).allMatch(n -> n >= 0 && n < bound);
    if (bound <= 10) {
      assertThat(IntStream.of(numbers).distinct().count()).isEqualTo(bound);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 1000})
  void aPermutationHoldsEveryNumberOnce(int length) {
    int[] order = Philox.permutation(length, 3, 4);
    assertThat(IntStream.of(order).sorted().toArray())
        .containsExactly(IntStream.range(0, length).toArray());
    assertThat(Philox.permutation(length, 3, 4)).containsExactly(order);
  }

  /** All 120 orders of 5 things come up equally often over 60,000 streams. */
  @Test
  void permutationsAreEquallyLikely() {
    Map<List<Integer>, Integer> counts = new HashMap<>();
    int draws = 60_000;
    for (int stream = 0; stream < draws; stream++) {
      int[] order = Philox.permutation(5, 11, stream);
      counts.merge(IntStream.of(order).boxed().toList(), 1, Integer::sum);
    }
    assertThat(counts).hasSize(120);
    long[] observed = counts.values().stream().mapToLong(n -> n).toArray();
    double[] expected = IntStream.range(0, 120).mapToDouble(i -> draws / 120.0).toArray();
    assertThat(new ChiSquareTest().chiSquareTest(expected, observed)).isGreaterThan(1e-4);
  }
}
