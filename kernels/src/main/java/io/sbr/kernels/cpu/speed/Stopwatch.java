package io.sbr.kernels.cpu.speed;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The fastest call of each kernel: noise only ever takes away. In rounds over all kernels, so that
 * each may be compiled while others run; the compiler has done its work long before the last one.
 *
 * @param rounds over all kernels
 * @param slice nanoseconds of a kernel in a round, and at least one call
 * @param most nanoseconds in all, after which no round begins but the first two
 * @param clock nanoseconds
 */
record Stopwatch(int rounds, long slice, long most, LongSupplier clock) {
  private static final int LEAST_ROUNDS = 2;

  /** Seconds of the fastest call of each. */
  double[] seconds(List<Kernel> kernels) {
    long[] best = new long[kernels.size()];
    Arrays.fill(best, Long.MAX_VALUE);
    long begin = clock.getAsLong();
    for (int round = 0; round < rounds; round++) {
      if (round >= LEAST_ROUNDS && clock.getAsLong() - begin > most) {
        break;
      }
      for (int i = 0; i < best.length; i++) {
        best[i] = Math.min(best[i], fastest(kernels.get(i).call()));
      }
    }
    return Arrays.stream(best).mapToDouble(nanos -> nanos / 1e9).toArray();
  }

  private long fastest(Runnable call) {
    long best = Long.MAX_VALUE;
    long start = clock.getAsLong();
    long end = start;
    do {
      long begin = end;
      call.run();
      end = clock.getAsLong();
      best = Math.min(best, end - begin);
    } while (end - start < slice);
    return best;
  }
}
