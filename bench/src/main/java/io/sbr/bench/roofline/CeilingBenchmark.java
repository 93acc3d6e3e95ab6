package io.sbr.bench.roofline;

import io.sbr.kernels.cpu.ceiling.MultiplyAdds;
import io.sbr.kernels.cpu.ceiling.Traffic;
import java.util.concurrent.TimeUnit;
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
 * thread on memory of its own. Throughputs of all threads add up ({@code -t}).
 */
@BenchmarkMode(Mode.Throughput)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Xms1g", "-Xmx1g"})
public class CeilingBenchmark {
  /** Passes over the small arrays in one call. */
  private static final int PASSES = 64;

  private static final int LARGE = 32 << 20;
  private static final int SMALL = 1 << 20;

  /** Bytes in one call of {@link #copy}, of all threads together. */
  static final double COPY_BYTES = Traffic.copyBytes(LARGE);

  /** Bytes in one call of {@link #triad}, of all threads together. */
  static final double TRIAD_BYTES = Traffic.triadBytes(LARGE);

  /** Bytes in one call of {@link #cachedTriad}, of all threads together. */
  static final double CACHED_TRIAD_BYTES = PASSES * Traffic.triadBytes(SMALL);

  /** One thread's numbers. */
  @State(Scope.Thread)
  public static class Registers {
    final MultiplyAdds loop = new MultiplyAdds();
  }

  /** Shares of arrays of 128 MiB, beyond every cache. */
  @State(Scope.Thread)
  public static class InMemory {
    Traffic share;

    /** Allocates and touches this thread's share. */
    @Setup
    public void allocate(ThreadParams threads) {
      share = new Traffic(LARGE / threads.getThreadCount());
    }
  }

  /** Shares of arrays of 4 MiB, within the last cache. */
  @State(Scope.Thread)
  public static class InCache {
    Traffic share;

    /** Allocates and touches this thread's share. */
    @Setup
    public void allocate(ThreadParams threads) {
      share = new Traffic(SMALL / threads.getThreadCount());
    }
  }

  /** v += x·y in registers. */
  @Benchmark
  public void multiplyAdd(Registers registers) {
    registers.loop.run();
  }

  /** a = b. */
  @Benchmark
  public void copy(InMemory slices) {
    slices.share.copy();
  }

  /** a = b + 3c. */
  @Benchmark
  public void triad(InMemory slices) {
    slices.share.triad();
  }

  /** a = b + 3c, again and again. */
  @Benchmark
  public void cachedTriad(InCache slices) {
    for (int pass = 0; pass < PASSES; pass++) {
      slices.share.triad();
    }
  }
}
