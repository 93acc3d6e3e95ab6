package io.sbr.bench.jmh;

import io.sbr.bench.output.Machine;
import io.sbr.bench.timing.Allocations;
import io.sbr.kernels.cpu.ceiling.MultiplyAdds;
import io.sbr.kernels.cpu.jvm.Collector;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Looks for kernels that have fallen off their fast path: each is run briefly with vectors and with
 * plain loops, on one thread. A benchmark and not a test, for it depends on what else the machine
 * does.
 *
 * <p>For after a change of a kernel, or of the options that it is compiled with: it names the
 * kernel. What it cannot see is chance. It judges this JVM's compilation alone, and warms each
 * kernel up by itself, one after the other, where a program runs all of them at once from its first
 * second. Whether every start of a program comes out fast, {@link io.sbr.bench.starts.Starts} says.
 */
@Command(
    name = "guard",
    mixinStandardHelpOptions = true,
    description = {
      "Exit code 1 if a vector kernel has fallen off its fast path in this JVM.",
      "For after a change of a kernel: it says which. It warms each up by itself; whether whole"
          + " programs are fast in every start of the JVM, 'starts' says."
    })
public final class Guard implements Callable<Integer> {
  private static final String SIMD = "sbr.simd";

  /** Most bytes that a call may leave on the heap: with vectors as objects it is megabytes. */
  private static final double GARBAGE = 500_000;

  @Option(
      names = "--rounds",
      defaultValue = "4",
      description = "over all kernels, the first ones to warm up; default ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--millis",
      defaultValue = "300",
      description = "for each kernel in a round; default ${DEFAULT-VALUE}")
  private long millis;

  /**
   * A kernel and what is expected of it.
   *
   * @param method of the benchmark
   * @param sizes its parameters
   * @param ofPeak least share of the multiply-add ceiling; 0 where something else is the limit
   * @param gain least speed, as a multiple of the plain loops'
   */
  record Check(
      Class<? extends OnBackend> benchmark,
      String method,
      Map<String, String> sizes,
      double ofPeak,
      double gain) {
    /** Class, method and sizes. */
    String name() {
      String text = new TreeMap<>(sizes).values().toString().replaceAll("[\\[\\]]", "");
      return benchmark.getSimpleName() + "." + method + " " + text;
    }
  }

  /**
   * What was found.
   *
   * @param gflops with vectors, 10⁹ operations a second
   * @param peak the multiply-add ceiling, the same
   * @param gain speed as a multiple of the plain loops'
   * @param garbage bytes allocated on the heap in a call
   */
  record Finding(Check check, double gflops, double peak, double gain, double garbage) {
    boolean slow() {
      return gflops < check.ofPeak * peak || gain < check.gain || vectorsAreObjects();
    }

    /** Whether the compiler gave up in the middle of a loop. */
    private boolean vectorsAreObjects() {
      return garbage > GARBAGE;
    }

    String line() {
      String share =
          check.ofPeak == 0
              ? ""
              : String.format(
                  Locale.ROOT,
                  ", %.0f %% of peak (at least %.0f)",
                  100 * gflops / peak,
                  100 * check.ofPeak);
      return String.format(
          Locale.ROOT,
          "%s %-55s %6.1f GFLOP/s%s, %.1f times plain (at least %.1f)%s",
          slow() ? "SLOW" : "ok  ",
          check.name(),
          gflops,
          share,
          gain,
          check.gain,
          vectorsAreObjects()
              ? String.format(Locale.ROOT, ", vectors are objects: %.1f MB a call", garbage / 1e6)
              : "");
    }
  }

  private static final Map<String, String> HEAD =
      Map.of("batch", "100", "items", "5000", "hidden", "100", "k", "20");
  private static final Map<String, String> TABLE =
      Map.of("batch", "100", "items", "5000", "hidden", "100");
  private static final Map<String, String> NODES = Map.of("nodes", "357", "hidden", "100");
  private static final Map<String, String> SESSIONS =
      Map.of("batch", "100", "hidden", "100", "heads", "2");
  private static final Map<String, String> ROWS = Map.of("rows", "2000", "hidden", "100");

  /**
   * A product must come near the ceiling, and a head that is mostly one must too. For the others
   * plain loops are the measure: exp and sums are many times faster with vectors; what C2
   * vectorises by itself, or what waits for memory, must not be slower.
   */
  private static final List<Check> CHECKS =
      List.of(
          product("512x512*512x512", 0.6),
          product("500x100*100x300", 0.6),
          product("100x100*5000x100T", 0.45), // packing the table costs a quarter
          product("100x5000T*100x100", 0.6),
          new Check(Catalogue.class, "lossAndGradient", with(HEAD, "scores", "dot"), 0.4, 2),
          new Check(Catalogue.class, "ranks", with(HEAD, "scores", "dot"), 0.4, 2),
          new Check(Catalogue.class, "topK", with(HEAD, "scores", "dot"), 0.3, 1.8),
          new Check(Catalogue.class, "lossAndGradient", with(HEAD, "scores", "attention"), 0.3, 2),
          new Check(Catalogue.class, "ranks", with(HEAD, "scores", "attention"), 0.3, 2),
          new Check(Catalogue.class, "lossAndGradient", with(HEAD, "scores", "usage"), 0.35, 2),
          new Check(AdamUpdate.class, "structured", TABLE, 0.3, 1.5),
          new Check(GruUpdate.class, "forward", NODES, 0, 2),
          new Check(GruUpdate.class, "backward", NODES, 0, 1.5),
          new Check(SegmentedSoftmax.class, "forward", ROWS, 0, 0.8),
          new Check(SegmentedSoftmax.class, "backward", ROWS, 0, 0.8),
          new Check(RaggedAttention.class, "forward", SESSIONS, 0, 1),
          new Check(RaggedAttention.class, "backward", SESSIONS, 0, 1),
          new Check(LayerNorm.class, "forward", NODES, 0, 1.3),
          new Check(LayerNorm.class, "backward", NODES, 0, 1.3),
          new Check(
              SparseProduct.class,
              "multiply",
              Map.of("graph", "357x0.85", "hidden", "100"),
              0,
              1.2),
          new Check(AdamUpdate.class, "dense", TABLE, 0, 0.8));

  private static Check product(String product, double ofPeak) {
    return new Check(DenseProduct.class, "multiply", Map.of("product", product), ofPeak, 1.5);
  }

  private static Map<String, String> with(Map<String, String> sizes, String name, String value) {
    Map<String, String> all = new TreeMap<>(sizes);
    all.put(name, value);
    return all;
  }

  @Override
  public Integer call() {
    if (rounds < 1 || millis < 1) {
      throw new IllegalArgumentException("--rounds and --millis must be at least 1");
    }
    System.out.println(Machine.here().description());
    System.out.println(Collector.here().description());
    double early = peak();
    // All vector kernels first: once both kinds of loops are loaded, calls to them cost more.
    Speed[] vector = speeds("vector");
    double peak = Math.max(early, peak()); // not compiled in time, it would excuse anything
    System.out.printf(Locale.ROOT, "multiply-add ceiling %.1f GFLOP/s, one thread%n", peak);
    Speed[] plain = speeds("plain");
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < CHECKS.size(); i++) {
      Check check = CHECKS.get(i);
      double flops = create(check).work().get(check.method).flops();
      Speed speed = vector[i];
      Finding finding =
          new Finding(
              check,
              flops / speed.seconds / 1e9,
              peak,
              plain[i].seconds / speed.seconds,
              speed.garbage);
      findings.add(finding);
      System.out.println(finding.line());
    }
    return findings.stream().anyMatch(Finding::slow) ? 1 : 0;
  }

  private double peak() {
    MultiplyAdds ceiling = new MultiplyAdds();
    double best = Double.MAX_VALUE;
    for (int round = 0; round < rounds; round++) {
      best = Math.min(best, speed(ceiling).seconds);
    }
    return MultiplyAdds.FLOPS / best / 1e9;
  }

  private static OnBackend create(Check check) {
    Map<String, String> parameters = with(check.sizes, "device", "cpu");
    parameters.put("threads", "1");
    return Benchmarks.create(check.benchmark.getName(), parameters);
  }

  /**
   * How a kernel ran.
   *
   * @param seconds of the fastest call: noise only ever takes away
   * @param garbage bytes allocated on the heap in a call
   */
  private record Speed(double seconds, double garbage) {}

  /**
   * How each kernel runs with these loops. Round after round, so that each may be compiled while
   * others run; the fastest time of all rounds, the garbage of the last.
   */
  private Speed[] speeds(String loops) {
    String before = System.getProperty(SIMD);
    System.setProperty(SIMD, loops);
    try {
      Speed[] best = new Speed[CHECKS.size()];
      Arrays.fill(best, new Speed(Double.MAX_VALUE, 0));
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < best.length; i++) {
          Speed speed = speed(CHECKS.get(i));
          best[i] = new Speed(Math.min(best[i].seconds, speed.seconds), speed.garbage);
        }
      }
      return best;
    } finally {
      if (before == null) {
        System.clearProperty(SIMD);
      } else {
        System.setProperty(SIMD, before);
      }
    }
  }

  private Speed speed(Check check) {
    OnBackend benchmark = create(check);
    benchmark.open();
    try {
      Method method = check.benchmark.getMethod(check.method);
      return speed(
          () -> {
            try {
              method.invoke(benchmark);
            } catch (IllegalAccessException | InvocationTargetException e) {
              throw new IllegalStateException(check.name(), e);
            }
          });
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(check.name(), e);
    } finally {
      benchmark.close();
    }
  }

  private Speed speed(Runnable call) {
    call.run(); // takes the arrays that all others find in the pool
    long best = Long.MAX_VALUE;
    long calls = 0;
    Allocations before = Allocations.now();
    long start = System.nanoTime();
    long end = start;
    while (end - start < millis * 1_000_000) {
      long begin = System.nanoTime();
      call.run();
      end = System.nanoTime();
      best = Math.min(best, end - begin);
      calls++;
    }
    return new Speed(best * 1e-9, (double) Allocations.now().bytesSince(before) / calls);
  }
}
