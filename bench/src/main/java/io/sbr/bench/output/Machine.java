package io.sbr.bench.output;

import io.sbr.tensor.io.ProcFile;
import java.lang.management.ManagementFactory;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import jdk.incubator.vector.FloatVector;

/**
 * Where figures were measured. Needs the Vector API module to be present.
 *
 * @param cpu model name as the system reports it, else the architecture
 * @param processors available to this JVM
 * @param simdBits width of the vectors that the JVM prefers
 * @param memoryMiB of the machine; 0 if unknown
 * @param system operating system and version
 * @param java version and vendor
 * @param date local time
 * @param load average of the last minute, at the start; negative if unknown
 */
public record Machine(
    String cpu,
    int processors,
    int simdBits,
    long memoryMiB,
    String system,
    String java,
    String date,
    double load) {

  /** The machine this runs on, now. */
  public static Machine here() {
    return new Machine(
        ProcFile.field("/proc/cpuinfo", "model name").orElse(System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        FloatVector.SPECIES_PREFERRED.vectorBitSize(),
        ProcFile.number("/proc/meminfo", "MemTotal") / 1024,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Runtime.version() + " " + System.getProperty("java.vendor"),
        LocalDateTime.now().truncatedTo(ChronoUnit.MINUTES).toString(),
        loadAverage());
  }

  /** Load average of the last minute; negative if unknown. */
  public static double loadAverage() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** Largest resident size of this process so far; 0 where the system does not tell. */
  public static long peakResidentMiB() {
    return Math.round(ProcFile.peakMiB("self"));
  }

  /** For file names: {@code 2026-01-31T0915-amd-epyc-2}. */
  public String fileName() {
    String slug = cpu.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return date.replace(":", "") + "-" + slug + "-" + processors;
  }

  /** One line for people. */
  public String description() {
    return String.format(
        Locale.ROOT,
        "%s, %d processors, %d-bit SIMD, %d MiB, %s, Java %s, %s, load average %.2f",
        cpu,
        processors,
        simdBits,
        memoryMiB,
        system,
        java,
        date,
        load);
  }
}
