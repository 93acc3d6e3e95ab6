package io.sbr.kernels.cpu.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.kernels.cpu.CpuBackend;
import io.sbr.kernels.cpu.loops.PlainLoops;
import io.sbr.kernels.cpu.loops.VectorLoops;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products whose sizes are cut in ways that the contract's sizes do not reach. */
class MatmulTest {
  private static Backend backend(String loops) {
    return new CpuBackend(loops.equals("vector") ? new VectorLoops() : new PlainLoops(), 1);
  }

  /** Working memory belongs to a thread and has grown in one that was used before. */
  @ParameterizedTest
  @ValueSource(strings = {"vector", "plain"})
  void anyRemainderOfColumnsFitsTheMemoryOfAFreshThread(String loops)
      throws ExecutionException, InterruptedException {
    int m = 200;
    int k = 1000;
    for (int n = 121; n <= 144; n++) {
      int columns = n;
      double[] a = numbers(m * k, 1);
      double[] b = numbers(k * n, 2);
      CompletableFuture<double[]> product = new CompletableFuture<>();
      Thread fresh =
          new Thread(
              () -> {
                try {
                  product.complete(product(loops, a, b, m, columns, new double[m * columns]));
                } catch (RuntimeException e) {
                  product.completeExceptionally(e);
                }
              });
      fresh.start();
      double[] c = product.get();
      for (int i = 0; i < m; i += 33) {
        for (int j = 0; j < n; j++) {
          int row = i * k;
          int column = j;
          double exact =
              IntStream.range(0, k).mapToDouble(p -> a[row + p] * b[p * columns + column]).sum();
          assertThat(c[i * n + j]).isCloseTo(exact, within(1e-3));
        }
      }
    }
  }

  /** A small result of a deep product is cut by depth, a large one by rows or columns. */
  @ParameterizedTest
  @ValueSource(strings = {"vector", "plain"})
  void rowsOfADeepProductHaveTheSameBitsInAnyCompany(String loops) {
    int n = 100;
    int k = 5000;
    int m = 700;
    double[] a = numbers(m * k, 3);
    double[] b = numbers(k * n, 4);
    for (double begin : new double[] {0, 0.37}) {
      double[] before = new double[m * n];
      Arrays.fill(before, begin);
      double[] all = product(loops, a, b, m, n, before);
      for (int rows : new int[] {1, 5, 24, 25, 200}) {
        double[] some =
            product(loops, Arrays.copyOf(a, rows * k), b, rows, n, Arrays.copyOf(before, rows * n));
        assertThat(some).isEqualTo(Arrays.copyOf(all, rows * n));
      }
    }
  }

  /** C + A·B, or A·B if C begins with 0. */
  private static double[] product(
      String loops, double[] a, double[] b, int m, int n, double[] before) {
    int k = a.length / m;
    try (Backend backend = backend(loops);
        Arena arena = new Arena(backend)) {
      Tensor c = arena.copyOf(before, m, n);
      boolean add = before[0] != 0;
      backend.matmul(arena.copyOf(a, m, k), false, arena.copyOf(b, k, n), false, c, add);
      return c.toDoubles();
    }
  }

  private static double[] numbers(int count, long seed) {
    return new Random(seed).doubles(count, -1, 1).map(x -> (float) x).toArray();
  }
}
