package io.sbr.models.run;

import io.sbr.tensor.Backend;
import io.sbr.tensor.io.ProcFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where a run is computed: what its bits may depend on beside settings and data. */
public final class Environment {
  private Environment() {}

  /** This JVM and machine, and the backend if there is one. */
  public static Map<String, String> of(Optional<Backend> backend) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("java", System.getProperty("java.runtime.version"));
    environment.put("arch", System.getProperty("os.arch"));
    environment.put("processor", ProcFile.field("/proc/cpuinfo", "model name").orElse("unknown"));
    environment.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    environment.put("os", System.getProperty("os.name"));
    backend.ifPresent(
        used -> {
          environment.put("backend", used.name());
          environment.put("description", used.description());
        });
    return environment;
  }

  /** How two environments differ in a way that may change bits; empty if they do not. */
  public static String difference(Map<String, String> before, Map<String, String> now) {
    for (String key : new String[] {"java", "arch", "backend", "description"}) {
      String was = bitsOf(before.get(key));
      String is = bitsOf(now.get(key));
      if (!was.equals(is)) {
        return key + " was " + was + " and is " + is;
      }
    }
    return "";
  }

  /** Without the number of threads, on which no bit depends. */
  private static String bitsOf(String value) {
    return value == null ? "unknown" : value.replaceAll(",? *\\d+ threads?", "");
  }
}
