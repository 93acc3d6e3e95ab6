package io.sbr.kernels.cpu.jvm;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalInt;

/** Options of HotSpot as this JVM has them, given or by default. */
final class VmOption {
  private VmOption() {}

  /** A number; empty in a JVM without that option or without a way to ask. */
  static OptionalInt number(String name) {
    HotSpotDiagnosticMXBean options =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return OptionalInt.of(Integer.parseInt(options.getVMOption(name).getValue()));
    } catch (IllegalArgumentException | NullPointerException absent) {
      return OptionalInt.empty();
    }
  }
}
