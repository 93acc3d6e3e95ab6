package io.sbr.kernels.cpu.loops;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.tensor.Philox;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dropout in its three texts: as it is defined, one number at a time, and on vectors. */
class DropoutTest {
  private static final long SEED = 0xF29F31D0_A4093822L;
  private static final long STREAM = 0x83707344_13198A2EL;

  /** Any place to begin, in the tensor and in the array; counters of more than 32 bits, too. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0.2",
    "1, 0, 0.2",
    "3, 2, 0.5",
    "4, 0, 0",
    "5, 1, 0.1",
    "16, 0, 0.3",
    "31, 3, 0.2",
    "32, 0, 0.2",
    "64, 0, 0.999999999",
    "65, 5, 0.2",
    "1024, 4, 0.25",
    "2500, 34359738361, 0.2",
    "2500, 8, 0.37"
  })
  void everyTextHasTheSameBits(int n, long first, double rate) {
    int before = (int) (first % 7);
    float[] x = new float[before + n + 3];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 11 == 0 ? -0f : (float) Math.sin(i + 1) * 9;
    }
    for (int special = 0; special < n; special += 17) {
      x[before + special] =
          special % 2 == 0 ? Float.NaN : special % 3 == 0 ? Float.NEGATIVE_INFINITY : 1e-44f;
    }
    float[] expected = new float[n + 2];
    Arrays.fill(expected, 7);
    float factor = (float) (1 / (1 - rate));
    for (int i = 0; i < n; i++) {
      boolean dropped = Philox.uniform(SEED, STREAM, first + i) < rate;
      expected[1 + i] = dropped ? 0 : factor * x[before + i];
    }
    DropoutRule rule = DropoutRule.of(rate, SEED, STREAM);
    for (Loops loops : new Loops[] {new PlainLoops(), new VectorLoops()}) {
      float[] out = new float[n + 2];
      Arrays.fill(out, 7);
      loops.dropout(rule, first, x, before, out, 1, n);
      assertThat(bits(out)).as(loops.description()).isEqualTo(bits(expected));
      float[] inPlace = x.clone();
      loops.dropout(rule, first, inPlace, before, inPlace, before, n);
      assertThat(bits(Arrays.copyOfRange(inPlace, before, before + n)))
          .isEqualTo(bits(Arrays.copyOfRange(expected, 1, n + 1)));
    }
  }

  /** Every NaN is one: which of its bits a product keeps is nobody's promise. */
  private static int[] bits(float[] x) {
    int[] bits = new int[x.length];
    Arrays.setAll(bits, i -> Float.floatToIntBits(x[i]));
    return bits;
  }
}
