package io.sbr.kernels.cpu;

import io.sbr.kernels.cpu.jvm.Jvm;
import io.sbr.kernels.cpu.jvm.Processor;
import io.sbr.kernels.cpu.loops.Loops;
import io.sbr.kernels.cpu.loops.PlainLoops;
import io.sbr.kernels.cpu.loops.VectorLoops;
import io.sbr.tensor.Backend;
import io.sbr.tensor.BackendProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Offers the cpu backend: always usable, with vectors when the JVM was started with {@code
 * --add-modules jdk.incubator.vector}. Without that it says once, to the system's logger, that it
 * is slow. The system property {@code sbr.simd} forces {@code vector} or {@code plain}.
 */
public final class CpuProvider implements BackendProvider {
  private static final String MODULE = "jdk.incubator.vector";

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public int preference() {
    return 10;
  }

  @Override
  public Optional<String> unavailable() {
    return Optional.empty();
  }

  /**
   * Starts a team of threads.
   *
   * @throws IllegalArgumentException if the number of threads is negative, or {@code sbr.simd} asks
   *     for something that is not there
   */
  @Override
  public Backend create(int threads) {
    if (threads < 0) {
      throw new IllegalArgumentException(
          "threads: " + threads + "; give 0 for all processors, or a positive number");
    }
    int team = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    return new CpuBackend(loops(choice()), team);
  }

  /** What decides how fast the kernels are: the processor's vectors, and what this JVM is. */
  @Override
  public Map<String, String> findings() {
    Jvm jvm = Jvm.here();
    Map<String, String> findings = new LinkedHashMap<>();
    findings.put("cpu_loops", loops(choice()).description());
    findings.put("cpu_vectors", Processor.vectors());
    findings.put("jvm_compilers", jvm.compilation().description());
    findings.put("jvm_collector", jvm.collector().description());
    jvm.weakness().ifPresent(weakness -> findings.put("jvm_weakness", weakness));
    return findings;
  }

  private static String choice() {
    return System.getProperty("sbr.simd", "auto");
  }

  private static Loops loops(String choice) {
    boolean present = ModuleLayer.boot().findModule(MODULE).isPresent();
    return switch (choice) {
      case "plain" -> new PlainLoops();
      case "auto" -> present ? Vectors.loops() : PlainFallback.loops();
      case "vector" -> {
        if (!present) {
          throw new IllegalArgumentException(
              "sbr.simd=vector needs the Vector API: start java with --add-modules " + MODULE);
        }
        yield Vectors.loops();
      }
      default ->
          throw new IllegalArgumentException(
              "sbr.simd=" + choice + "; there are auto, vector, plain");
    };
  }

  /** What is used for want of something better, which is said once. */
  private static final class PlainFallback {
    private static final AtomicBoolean SAID = new AtomicBoolean();

    static Loops loops() {
      if (!SAID.getAndSet(true)) {
        System.getLogger(CpuProvider.class.getPackageName())
            .log(
                System.Logger.Level.WARNING,
                "sbr: plain loops, several times slower: this JVM was started without --add-modules "
                    + MODULE
                    + " (-Dsbr.simd=plain: they are wanted, say nothing)");
      }
      return new PlainLoops();
    }
  }

  /** Keeps the only mention of the vector loops in a class that is loaded when it is asked. */
  private static final class Vectors {
    static Loops loops() {
      return new VectorLoops();
    }
  }
}
