package io.sbr.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.bench.timing.Allocations;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkListEntry;

/**
 * No kernel keeps vectors as objects once it is warm. Where the compiler gives up within a loop, or
 * never comes to it, every vector operation of the loop makes an object, and is ten times as slow;
 * a count of bytes shows that on any machine, however busy, where a clock does not.
 *
 * <p>All kernels take turns, as in a program, so that the compiler has all of them to do at once.
 */
class WarmKernelsTest {
  /**
   * Most bytes that a call of a kernel may leave: what it does besides its loops makes 1 to 35 kB.
   * A vector as an object has some 100 bytes, and the smallest of these problems some thousands.
   */
  private static final long KERNEL = 48_000;

  /** The same for whole models, whose tape and batch take 20 to 110 kB; cold it is 1 to 10 MB. */
  private static final long MODEL = 400_000;

  /** Within which all must be compiled; some 10 s on two processors, where nothing is wrong. */
  private static final long LIMIT = TimeUnit.SECONDS.toNanos(75);

  /** Calls of a kernel in its turn, before it is looked at. */
  private static final long TURN = TimeUnit.MILLISECONDS.toNanos(30);

  private static final Map<String, String> SIZES =
      Map.of(
          "product", "48x100*96x100T",
          "graph", "200x0.85",
          "nodes", "200",
          "rows", "300",
          "batch", "20",
          "items", "1000",
          "hidden", "100",
          "heads", "2",
          "k", "20",
          "threads", "1");

  private static final String SIMD = "sbr.simd";
  private static final String DATA = "sbr.data";

  private final Map<String, String> before = new HashMap<>();

  @BeforeEach
  void takeVectorsAndMakeUpClicks() {
    set(SIMD, "vector");
    set(DATA, "no-such-folder");
  }

  private void set(String property, String value) {
    before.put(property, System.setProperty(property, value));
  }

  @AfterEach
  void restore() {
    before.forEach(
        (property, value) -> {
          if (value == null) {
            System.clearProperty(property);
          } else {
            System.setProperty(property, value);
          }
        });
  }

  /** One benchmark method at one choice of its code. */
  private record Kernel(String name, OnBackend benchmark, Method method) {
    static Kernel open(BenchmarkListEntry entry, Map<String, String> choice) throws Exception {
      String full = entry.getUsername();
      int dot = full.lastIndexOf('.');
      Map<String, String> parameters = new TreeMap<>(SIZES);
      parameters.put("device", "cpu");
      parameters.putAll(choice);
      OnBackend benchmark = Benchmarks.create(full.substring(0, dot), parameters);
      benchmark.open();
      String name = full.substring(full.lastIndexOf('.', dot - 1) + 1) + " " + choice.values();
      return new Kernel(name, benchmark, benchmark.getClass().getMethod(full.substring(dot + 1)));
    }

    long bar() {
      boolean model = benchmark instanceof TrainingStep || benchmark instanceof EvaluationBatch;
      return model ? MODEL : KERNEL;
    }

    /** Runs for a while, then tells what one call allocates: the least of three, all threads'. */
    long bytes() throws ReflectiveOperationException {
      long end = System.nanoTime() + TURN;
      do {
        method.invoke(benchmark);
      } while (System.nanoTime() < end);
      long least = Long.MAX_VALUE;
      for (int call = 0; call < 3; call++) {
        Allocations before = Allocations.now();
        method.invoke(benchmark);
        least = Math.min(least, Allocations.now().bytesSince(before));
      }
      return least;
    }
  }

  @Test
  void noWarmCallMakesObjectsOfVectors() throws Exception {
    List<Kernel> kernels = new ArrayList<>();
    for (BenchmarkListEntry entry : BenchmarkSmokeTest.entries()) {
      for (Map<String, String> choice : BenchmarkSmokeTest.choices(entry)) {
        kernels.add(Kernel.open(entry, choice));
      }
    }
    assertThat(kernels).hasSizeGreaterThan(50);
    long end = System.nanoTime() + LIMIT;
    List<String> above;
    do { // each round looks at all: what is compiled once may be compiled anew, and worse
      above = above(kernels);
    } while (!above.isEmpty() && System.nanoTime() < end);
    for (Kernel kernel : kernels) {
      kernel.benchmark.close();
    }
    assertThat(above).as("kernels whose vectors are objects, bytes of a warm call").isEmpty();
  }

  private static List<String> above(List<Kernel> kernels) throws ReflectiveOperationException {
    List<String> above = new ArrayList<>();
    for (Kernel kernel : kernels) {
      long bytes = kernel.bytes();
      if (bytes > kernel.bar()) {
        above.add("%s: %,d, at most %,d".formatted(kernel.name, bytes, kernel.bar()));
      }
    }
    return above;
  }
}
