package io.sbr.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * The machine's ceilings: how fast multiply-adds and plain array traffic can go in Java, each
 * thread on memory of its own. Throughputs of all threads add up ({@code -t}). Bytes count what the
 * loop names; that a store also reads its cache line is not counted.
 */
@BenchmarkMode(Mode.Throughput)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Xms1g", "-Xmx1g"})
public class CeilingBenchmark {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int ROUNDS = 10_000;

  /** Independent chains: more than latency times units, fewer than registers. */
  private static final int CHAINS = 12;

  /** Passes over the small arrays in one call. */
  private static final int PASSES = 64;

  private static final int LARGE = 32 << 20;
  private static final int SMALL = 1 << 20;

  /** Operations in one call of {@link #multiplyAdd}. */
  static final double FLOPS = 2.0 * CHAINS * ROUNDS * SPECIES.length();

  /** Bytes in one call of {@link #copy}, of all threads together. */
  static final double COPY_BYTES = 2.0 * Float.BYTES * LARGE;

  /** Bytes in one call of {@link #triad}, of all threads together. */
  static final double TRIAD_BYTES = 3.0 * Float.BYTES * LARGE;

  /** Bytes in one call of {@link #cachedTriad}, of all threads together. */
  static final double CACHED_TRIAD_BYTES = 3.0 * Float.BYTES * SMALL * PASSES;

  /** Numbers that the compiler cannot know. */
  @State(Scope.Thread)
  public static class Registers {
    final float[] x = new float[SPECIES.length()];
    final float[] y = new float[SPECIES.length()];
    final float[] sum = new float[SPECIES.length()];

    /** Values whose sums stay ordinary numbers: neither overflow nor denormals. */
    @Setup
    public void fill() {
      Arrays.fill(x, 0.999f);
      Arrays.fill(y, 0.001f);
    }
  }

  /** One thread's share of three arrays. */
  public abstract static class Slices {
    float[] a;
    float[] b;
    float[] c;

    void allocate(int length) {
      a = new float[length];
      b = new float[length];
      c = new float[length];
      Arrays.fill(a, 1);
      Arrays.fill(b, 2);
      Arrays.fill(c, 3);
    }
  }

  /** Shares of arrays of 128 MiB, beyond every cache. */
  @State(Scope.Thread)
  public static class InMemory extends Slices {
    /** Allocates and touches this thread's share. */
    @Setup
    public void allocate(ThreadParams threads) {
      allocate(LARGE / threads.getThreadCount());
    }
  }

  /** Shares of arrays of 4 MiB, within the last cache. */
  @State(Scope.Thread)
  public static class InCache extends Slices {
    /** Allocates and touches this thread's share. */
    @Setup
    public void allocate(ThreadParams threads) {
      allocate(SMALL / threads.getThreadCount());
    }
  }

  /**
   * v += x·y in twelve registers, as matrix products do; named, because an array of vectors would
   * live in memory.
   */
  @Benchmark
  public void multiplyAdd(Registers registers) {
    FloatVector x = FloatVector.fromArray(SPECIES, registers.x, 0);
    FloatVector y = FloatVector.fromArray(SPECIES, registers.y, 0);
    FloatVector v0 = y;
    FloatVector v1 = y;
    FloatVector v2 = y;
    FloatVector v3 = y;
    FloatVector v4 = y;
    FloatVector v5 = y;
    FloatVector v6 = x;
    FloatVector v7 = x;
    FloatVector v8 = x;
    FloatVector v9 = x;
    FloatVector v10 = x;
    FloatVector v11 = x;
    for (int i = 0; i < ROUNDS; i++) {
      v0 = x.fma(y, v0);
      v1 = x.fma(y, v1);
      v2 = x.fma(y, v2);
      v3 = x.fma(y, v3);
      v4 = x.fma(y, v4);
      v5 = x.fma(y, v5);
      v6 = x.fma(y, v6);
      v7 = x.fma(y, v7);
      v8 = x.fma(y, v8);
      v9 = x.fma(y, v9);
      v10 = x.fma(y, v10);
      v11 = x.fma(y, v11);
    }
    FloatVector low = v0.add(v1).add(v2).add(v3).add(v4).add(v5);
    FloatVector high = v6.add(v7).add(v8).add(v9).add(v10).add(v11);
    low.add(high).intoArray(registers.sum, 0);
  }

  /** a = b. */
  @Benchmark
  public void copy(InMemory slices) {
    copy(slices.a, slices.b);
  }

  /** a = b + 3c. */
  @Benchmark
  public void triad(InMemory slices) {
    triad(slices.a, slices.b, slices.c);
  }

  /** a = b + 3c, again and again. */
  @Benchmark
  public void cachedTriad(InCache slices) {
    for (int pass = 0; pass < PASSES; pass++) {
      triad(slices.a, slices.b, slices.c);
    }
  }

  private static void copy(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] = b[i];
    }
  }

  private static void triad(float[] a, float[] b, float[] c) {
    for (int i = 0; i < a.length; i++) {
      a[i] = b[i] + 3 * c[i];
    }
  }
}
