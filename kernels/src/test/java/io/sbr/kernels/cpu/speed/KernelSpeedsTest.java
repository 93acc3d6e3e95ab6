package io.sbr.kernels.cpu.speed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.kernels.cpu.CpuBackend;
import io.sbr.kernels.cpu.CpuProvider;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How kernels are timed and judged, not how long they take here. */
class KernelSpeedsTest {
  private final AtomicLong now = new AtomicLong();

  private Kernel taking(long... nanos) {
    AtomicLong calls = new AtomicLong();
    return new Kernel(
        "test",
        Limit.ARITHMETIC,
        1,
        0.5,
        () -> now.addAndGet(nanos[(int) Math.min(nanos.length - 1, calls.getAndIncrement())]));
  }

  @Test
  void fastestCallOfAllRoundsCounts() {
    Stopwatch stopwatch = new Stopwatch(4, 10, 1000, now::get);
    assertThat(stopwatch.seconds(List.of(taking(50, 40, 7, 12), taking(3))))
        .containsExactly(7e-9, 3e-9);
  }

  @Test
  void slowKernelsEndTheRoundsButNotTheFirstTwo() {
    Stopwatch stopwatch = new Stopwatch(8, 10, 1000, now::get);
    AtomicLong calls = new AtomicLong();
    Kernel slow =
        new Kernel(
            "slow",
            Limit.MEMORY,
            1,
            0.5,
            () -> {
              now.addAndGet(10_000);
              calls.incrementAndGet();
            });
    assertThat(stopwatch.seconds(List.of(slow))).containsExactly(1e-5);
    assertThat(calls).hasValue(2);
  }

  @Test
  void farFromTheCeilingOrBehindPlainLoopsIsSlow() {
    assertThat(speed(0.5, 2).slow()).isFalse();
    assertThat(speed(0.3, 2).slow()).isTrue();
    assertThat(speed(0.5, 0.7).slow()).isTrue();
    assertThat(speed(Double.NaN, Double.NaN).slow()).isFalse();
    assertThat(new KernelSpeeds(1, 1, List.of(speed(0.5, 2))).anySlow()).isFalse();
    assertThat(new KernelSpeeds(1, 1, List.of(speed(0.5, 2), speed(0.5, 0.1))).anySlow()).isTrue();
  }

  private static KernelSpeed speed(double share, double timesPlain) {
    return new KernelSpeed("test", Limit.ARITHMETIC, 50, share, 0.4, timesPlain);
  }

  @Test
  void everyMainKernelRunsOnBothKindsOfLoops() {
    try (Backend vector = new CpuProvider().create(1);
        Backend plain = CpuBackend.plain(1)) {
      assertThat(CpuBackend.hasVectors(vector)).isTrue();
      assertThat(CpuBackend.hasVectors(plain)).isFalse();
      for (Backend backend : List.of(vector, plain)) {
        try (Arena arena = new Arena(backend)) {
          List<Kernel> kernels = MainKernels.on(arena);
          kernels.forEach(kernel -> kernel.call().run());
          assertThat(kernels).allMatch(kernel -> kernel.work() > 0 && kernel.leastShare() < 1);
          assertThat(kernels.stream().map(Kernel::limit)).contains(Limit.values());
        }
      }
    }
  }
}
