package io.sbr.kernels.cpu.ceiling;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Multiply-adds in registers and nothing else: no product is faster. Needs the Vector API, and is
 * loaded only when it is used.
 */
public final class MultiplyAdds implements Runnable {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int ROUNDS = 10_000;

  /** Independent chains: more than latency times units, fewer than registers. */
  private static final int CHAINS = 12;

  /** Operations in one {@link #run}; a multiply-add is two. */
  public static final double FLOPS = 2.0 * CHAINS * ROUNDS * SPECIES.length();

  private final float[] x = new float[SPECIES.length()]; // numbers that no compiler knows
  private final float[] y = new float[SPECIES.length()];
  private final float[] sum = new float[SPECIES.length()];

  /** Values whose sums stay ordinary numbers: neither overflow nor denormals. */
  public MultiplyAdds() {
    Arrays.fill(x, 0.999f);
    Arrays.fill(y, 0.001f);
  }

  /**
   * v += x·y in twelve registers, as matrix products do; named, because an array of vectors would
   * live in memory.
   */
  @Override
  public void run() {
    FloatVector vx = FloatVector.fromArray(SPECIES, x, 0);
    FloatVector vy = FloatVector.fromArray(SPECIES, y, 0);
    FloatVector v0 = vy;
    FloatVector v1 = vy;
    FloatVector v2 = vy;
    FloatVector v3 = vy;
    FloatVector v4 = vy;
    FloatVector v5 = vy;
    FloatVector v6 = vx;
    FloatVector v7 = vx;
    FloatVector v8 = vx;
    FloatVector v9 = vx;
    FloatVector v10 = vx;
    FloatVector v11 = vx;
    for (int i = 0; i < ROUNDS; i++) {
      v0 = vx.fma(vy, v0);
      v1 = vx.fma(vy, v1);
      v2 = vx.fma(vy, v2);
      v3 = vx.fma(vy, v3);
      v4 = vx.fma(vy, v4);
      v5 = vx.fma(vy, v5);
      v6 = vx.fma(vy, v6);
      v7 = vx.fma(vy, v7);
      v8 = vx.fma(vy, v8);
      v9 = vx.fma(vy, v9);
      v10 = vx.fma(vy, v10);
      v11 = vx.fma(vy, v11);
    }
    // What came round the loop is no receiver: the compiler would not know its class for certain.
    FloatVector low = vx.add(v0).add(v1).add(v2).add(v3).add(v4).add(v5);
    FloatVector high = vy.add(v6).add(v7).add(v8).add(v9).add(v10).add(v11);
    low.add(high).intoArray(sum, 0);
  }
}
