package io.sbr.models.train;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Wall time and processor time at one moment.
 *
 * @param nanos wall time, comparable within this process
 * @param cpuNanos processor time of this process, all threads; negative where the system does not
 *     tell
 */
record Clocks(long nanos, long cpuNanos) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  static Clocks now() {
    return new Clocks(System.nanoTime(), SYSTEM == null ? -1 : SYSTEM.getProcessCpuTime());
  }

  /** Wall seconds up to now. */
  double seconds() {
    return (System.nanoTime() - nanos) / 1e9;
  }

  /** Processor seconds up to now, or null. */
  Double cpuSeconds() {
    return cpuNanos < 0 ? null : (now().cpuNanos - cpuNanos) / 1e9;
  }
}
