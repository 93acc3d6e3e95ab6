package io.sbr.kernels.cpu.speed;

import io.sbr.kernels.cpu.CpuBackend;
import io.sbr.kernels.cpu.CpuProvider;
import io.sbr.kernels.cpu.ceiling.MultiplyAdds;
import io.sbr.kernels.cpu.ceiling.Traffic;
import io.sbr.kernels.cpu.jvm.Compilation;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The main kernels beside the processor's ceilings, on one thread.
 *
 * @param multiplyAdds the ceiling of arithmetic, GFLOP/s; NaN where there is no Vector API
 * @param memory the ceiling of memory, GB/s: the faster of a copy and a sum of arrays far beyond
 *     the cache
 * @param kernels how fast each is
 */
public record KernelSpeeds(double multiplyAdds, double memory, List<KernelSpeed> kernels) {
  /** Numbers in each of three arrays of 64 MiB. */
  private static final int LARGE = 16 << 20;

  /** What the arrays take, and the pool of a backend, and the next one's. */
  private static final long LEAST_HEAP = 800L << 20;

  private static final Stopwatch STOPWATCH =
      new Stopwatch(5, 50_000_000, 3_000_000_000L, System::nanoTime);

  /** Plain loops are a comparison: how many times, not how much. */
  private static final Stopwatch SHORT =
      new Stopwatch(4, 30_000_000, 1_000_000_000L, System::nanoTime);

  /** Why this JVM is not to be measured; empty if it may be. */
  public static Optional<String> unmeasurable() {
    if (Compilation.here() == Compilation.NONE) {
      return Optional.of("all is interpreted, it would take minutes");
    }
    return Runtime.getRuntime().maxMemory() < LEAST_HEAP
        ? Optional.of("needs a heap of " + (LEAST_HEAP >> 20) + " MiB")
        : Optional.empty();
  }

  /**
   * Takes some seconds and the whole of one processor. Afterwards both kinds of loops are loaded,
   * which makes calls of either a little slower in this process.
   */
  public static KernelSpeeds measure() {
    // All vector kernels and their ceilings first: see CpuBackend.plain.
    Traffic traffic = new Traffic(LARGE);
    List<Kernel> ceilings = new ArrayList<>();
    ceilings.add(memory("copy", Traffic.copyBytes(LARGE), traffic::copy));
    ceilings.add(memory("triad", Traffic.triadBytes(LARGE), traffic::triad));
    try (Backend backend = new CpuProvider().create(1);
        Arena arena = new Arena(backend)) {
      boolean vectors = CpuBackend.hasVectors(backend);
      if (vectors) {
        Runnable loop = new MultiplyAdds();
        ceilings.add(new Kernel("fma", Limit.ARITHMETIC, MultiplyAdds.FLOPS, 0, loop));
      }
      List<Kernel> kernels = MainKernels.on(arena);
      List<Kernel> all = new ArrayList<>(ceilings);
      all.addAll(kernels);
      double[] seconds = STOPWATCH.seconds(all);
      double memory = Math.max(speed(all, seconds, 0), speed(all, seconds, 1));
      double multiplyAdds = vectors ? speed(all, seconds, 2) : Double.NaN;
      double[] plain = vectors ? plain() : null;
      List<KernelSpeed> speeds = new ArrayList<>();
      for (int i = 0; i < kernels.size(); i++) {
        Kernel kernel = kernels.get(i);
        int at = ceilings.size() + i;
        double speed = speed(all, seconds, at);
        double ceiling = kernel.limit() == Limit.MEMORY ? memory : multiplyAdds;
        speeds.add(
            new KernelSpeed(
                kernel.name(),
                kernel.limit(),
                speed,
                speed / ceiling,
                kernel.leastShare(),
                vectors ? plain[i] / seconds[at] : Double.NaN));
      }
      return new KernelSpeeds(multiplyAdds, memory, speeds);
    }
  }

  private static Kernel memory(String name, double bytes, Runnable loop) {
    return new Kernel(name, Limit.MEMORY, bytes, 0, loop);
  }

  private static double speed(List<Kernel> kernels, double[] seconds, int i) {
    return kernels.get(i).work() / seconds[i] / 1e9;
  }

  private static double[] plain() {
    try (Backend backend = CpuBackend.plain(1);
        Arena arena = new Arena(backend)) {
      return SHORT.seconds(MainKernels.on(arena));
    }
  }

  /** Whether one of them is slow. */
  public boolean anySlow() {
    return kernels.stream().anyMatch(KernelSpeed::slow);
  }
}
