package io.sbr.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import io.sbr.cli.command.ComputeCommand;
import io.sbr.cli.launch.Relaunch;
import io.sbr.cli.options.Failures;
import io.sbr.cli.options.Program;
import io.sbr.cli.report.Console;
import io.sbr.cli.report.Table;
import io.sbr.kernels.cpu.jvm.Jvm;
import io.sbr.kernels.cpu.speed.KernelSpeeds;
import io.sbr.tensor.Backend;
import io.sbr.tensor.BackendProvider;
import io.sbr.tensor.Backends;
import io.sbr.tensor.io.ProcFile;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code sbr doctor}: what this machine offers, whether the chosen backend computes right, and how
 * fast the main kernels are in this JVM, which is started as every command that computes starts it.
 */
@Command(
    name = "doctor",
    sortOptions = false,
    footer = {
      "",
      "A kernel far below its ceiling is marked SLOW; the exit code is 1 only if the backend",
      "computes wrong."
    })
public final class DoctorCommand extends ComputeCommand {
  private static final double MIB = 1 << 20;

  /** Time for the compiler to have begun with every kernel. */
  private static final double TRIAL_SECONDS = 3;

  @Option(names = "--quick", description = "do not measure kernels, which takes some 10 seconds")
  private boolean quick;

  @Override
  protected void check() {}

  @Override
  protected Optional<String> modelWithoutBackend() {
    return Optional.empty();
  }

  @Override
  protected int run(Console console) {
    Map<String, Object> findings = new LinkedHashMap<>();
    findings.put("command", "doctor");
    findings.put("version", Program.version());
    java(findings);
    machine(findings);
    findings.put("backends", backends());
    for (BackendProvider provider : Backends.providers()) {
      findings.putAll(provider.findings());
    }
    Backends.Choice choice = compute().choose(console);
    Optional<String> obstacle;
    double difference;
    try (Backend backend = choice.backend()) {
      findings.put("backend", backend.name());
      findings.put("backend_description", backend.description());
      findings.put("backend_reason", choice.reason());
      obstacle = obstacle(backend);
      if (obstacle.isEmpty()) {
        WarmUp.run(backend, TRIAL_SECONDS);
      }
      difference = SelfTest.difference(backend);
    }
    boolean right = difference <= SelfTest.BOUND;
    findings.put("self_test", right ? "right" : "WRONG");
    findings.put("self_test_difference", difference);
    findings.put("kernels_measured", obstacle.map(reason -> "no: " + reason).orElse("yes"));
    Optional<KernelReport> kernels =
        obstacle.isPresent()
            ? Optional.empty()
            : Optional.of(new KernelReport(KernelSpeeds.measure(), Jvm.here()));
    String text = text(findings) + kernels.map(KernelReport::text).orElse("");
    kernels.ifPresent(report -> findings.putAll(report.object()));
    console.result(text, findings);
    return right ? 0 : Failures.FAILED;
  }

  /** Why kernels are not measured, if so. */
  private Optional<String> obstacle(Backend backend) {
    if (quick) {
      return Optional.of("as asked for");
    }
    return backend.name().equals("cpu")
        ? KernelSpeeds.unmeasurable()
        : Optional.of("they are those of the cpu backend");
  }

  private static void java(Map<String, Object> findings) {
    findings.put("java", System.getProperty("java.runtime.version"));
    findings.put("java_vendor", System.getProperty("java.vendor"));
    findings.put("java_home", System.getProperty("java.home"));
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    findings.put(
        "vector_api",
        vectors
            ? "on" + (Relaunch.isChild() ? ", by relaunching Java" : "")
            : "off: started without --add-modules jdk.incubator.vector");
    findings.put("heap_max_mib", Math.round(Runtime.getRuntime().maxMemory() / MIB));
  }

  private static void machine(Map<String, Object> findings) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    findings.put("system", system.getName() + " " + system.getVersion() + ", " + system.getArch());
    findings.put("cores", Runtime.getRuntime().availableProcessors());
    findings.put("memory_mib", Math.round(system.getTotalMemorySize() / MIB));
    findings.put("memory_free_mib", Math.round(system.getFreeMemorySize() / MIB));
    findings.put("processor", ProcFile.field("/proc/cpuinfo", "model name").orElse("unknown"));
  }

  /** Each backend of this build, and why it cannot be used if so. */
  private static Map<String, String> backends() {
    Map<String, String> backends = new LinkedHashMap<>();
    for (BackendProvider provider : Backends.providers()) {
      String use = provider.preference() < 0 ? "usable, never by auto" : "usable";
      backends.put(
          provider.name(), provider.unavailable().map(why -> "not usable: " + why).orElse(use));
    }
    return backends;
  }

  private static String text(Map<String, Object> findings) {
    Table table = new Table(2, List.of("", ""));
    findings.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> backends) {
            backends.forEach(
                (name, state) -> table.row(List.of("backend " + name, state.toString())));
          } else {
            table.row(List.of(key.replace('_', ' '), value.toString()));
          }
        });
    return table.toString().stripLeading().indent(2);
  }
}
