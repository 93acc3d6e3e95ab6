package io.sbr.bench.load.watch;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Processor time over some time.
 *
 * @param seconds by the clock
 * @param own of this process, the generator, seconds
 * @param server of the server's, seconds; negative if it was not looked at
 */
public record Processors(double seconds, double own, double server) {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** What has been used from the start of each process until now. */
  public static Processors now(Optional<ServerProcess> server) {
    return new Processors(
        System.nanoTime() / 1e9,
        SYSTEM.getProcessCpuTime() / 1e9,
        server.map(ServerProcess::cpuSeconds).orElse(-1.0));
  }

  /** What has been used since then. */
  public Processors since(Processors begin) {
    return new Processors(
        seconds - begin.seconds,
        own - begin.own,
        server < 0 ? -1 : Math.max(0, server - begin.server));
  }

  /** Share of all the machine's processors, from 0 to 1. */
  public double ownShare() {
    return share(own);
  }

  /** The same of the server; negative if it was not looked at. */
  public double serverShare() {
    return server < 0 ? -1 : share(server);
  }

  private double share(double used) {
    return seconds > 0 ? used / seconds / Runtime.getRuntime().availableProcessors() : 0;
  }

  /** For programs: seconds, and shares of all processors. */
  public Map<String, Object> json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("processors", Runtime.getRuntime().availableProcessors());
    object.put("seconds", seconds);
    object.put("generator_cpu_seconds", own);
    object.put("generator_share", ownShare());
    if (server >= 0) {
      object.put("server_cpu_seconds", server);
      object.put("server_share", serverShare());
    }
    return object;
  }
}
