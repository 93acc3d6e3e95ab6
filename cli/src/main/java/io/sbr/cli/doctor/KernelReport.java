package io.sbr.cli.doctor;

import io.sbr.cli.report.Table;
import io.sbr.kernels.cpu.jvm.Jvm;
import io.sbr.kernels.cpu.speed.KernelSpeed;
import io.sbr.kernels.cpu.speed.KernelSpeeds;
import io.sbr.kernels.cpu.speed.Limit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The kernels' speeds as {@code sbr doctor} says them.
 *
 * @param speeds what was measured
 * @param jvm where, for what can be done about a slow one
 */
record KernelReport(KernelSpeeds speeds, Jvm jvm) {
  /** A table, and a line of advice where something is slow. */
  String text() {
    Table table =
        new Table(1, List.of("on one thread", "speed", "", "of ceiling", "times plain loops", ""));
    if (!Double.isNaN(speeds.multiplyAdds())) {
      table.row(ceiling("ceiling: multiply-adds", speeds.multiplyAdds(), Limit.ARITHMETIC));
    }
    table.row(ceiling("ceiling: arrays in memory", speeds.memory(), Limit.MEMORY));
    for (KernelSpeed kernel : speeds.kernels()) {
      table.row(
          List.of(
              kernel.name(),
              number("%.1f", kernel.speed()),
              kernel.limit().unit(),
              number("%.0f %%", 100 * kernel.share()),
              number("%.2f", kernel.timesPlain()),
              kernel.slow() ? "SLOW" : ""));
    }
    return "\n" + table + (speeds.anySlow() ? "\n  slow: " + jvm.advice() + "\n" : "");
  }

  private static List<String> ceiling(String name, double speed, Limit limit) {
    return List.of(name, number("%.1f", speed), limit.unit(), "", "", "");
  }

  /** Empty for what could not be measured. */
  private static String number(String format, double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
  }

  /** The same for scripts; what could not be measured is left out. */
  Map<String, Object> object() {
    Map<String, Object> ceilings = new LinkedHashMap<>();
    put(ceilings, "multiply_adds_gflops", speeds.multiplyAdds());
    put(ceilings, "memory_gb_per_second", speeds.memory());
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("ceilings", ceilings);
    object.put("kernels", speeds.kernels().stream().map(KernelReport::object).toList());
    if (speeds.anySlow()) {
      object.put("kernel_advice", jvm.advice());
    }
    return object;
  }

  private static Map<String, Object> object(KernelSpeed kernel) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", kernel.name());
    String unit = kernel.limit() == Limit.ARITHMETIC ? "gflops" : "gb_per_second";
    put(object, unit, kernel.speed());
    put(object, "of_ceiling", kernel.share());
    put(object, "times_plain", kernel.timesPlain());
    object.put("slow", kernel.slow());
    return object;
  }

  private static void put(Map<String, Object> object, String name, double value) {
    if (!Double.isNaN(value)) {
      object.put(name, value);
    }
  }
}
