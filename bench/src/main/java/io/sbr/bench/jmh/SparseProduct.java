package io.sbr.bench.jmh;

import io.sbr.bench.roofline.Work;
import io.sbr.tensor.Csr;
import io.sbr.tensor.Philox;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Sparse times dense on a square graph of equal degrees: one about as large as a Diginetica batch
 * of session graphs (357 nodes; docs/costs.md counts 304 edges, both ways 608), and a large one
 * whose vectors do not fit a core's own cache.
 */
public class SparseProduct extends OnBackend {
  /** Rows and average entries of a row, written {@code 357x0.85}. */
  @Param({"357x0.85", "15000x20"})
  public String graph;

  /** Columns of the dense operand, d. */
  @Param("100")
  public int hidden;

  private Csr a;
  private Tensor x;
  private Tensor out;

  @Override
  void prepare() {
    a = randomGraph(rows(), entries());
    x = random(rows(), hidden);
    out = arena.tensor(rows(), hidden);
  }

  private int rows() {
    return Integer.parseInt(graph.substring(0, graph.indexOf('x')));
  }

  private int entries() {
    return (int) (rows() * Double.parseDouble(graph.substring(graph.indexOf('x') + 1)));
  }

  /** Entries at random columns, spread evenly over the rows, each of value 0.5. */
  private Csr randomGraph(int n, int nnz) {
    int[] offsets = new int[n + 1];
    Arrays.setAll(offsets, r -> (int) ((long) nnz * r / n));
    int[] columns = new int[nnz];
    Arrays.setAll(columns, e -> Philox.below(n, 3, 0, e));
    double[] values = new double[nnz];
    Arrays.fill(values, 0.5);
    int[] below = new int[n + 1];
    for (int column : columns) {
      below[column + 1]++;
    }
    Arrays.parallelPrefix(below, Integer::sum);
    int[] next = below.clone();
    int[] transposedColumns = new int[nnz];
    for (int r = 0; r < n; r++) {
      Arrays.sort(columns, offsets[r], offsets[r + 1]);
      for (int e = offsets[r]; e < offsets[r + 1]; e++) {
        transposedColumns[next[columns[e]]++] = r;
      }
    }
    return new Csr(
        n,
        n,
        arena.copyOf(offsets),
        arena.copyOf(columns),
        arena.copyOf(values, nnz),
        arena.copyOf(below),
        arena.copyOf(transposedColumns),
        arena.copyOf(values, nnz));
  }

  /** out = A·x. */
  @Benchmark
  public void multiply() {
    backend.spmm(a, x, out);
    await(out);
  }

  /**
   * A multiply-add per entry and column; the rows of x that entries name, the result and A itself
   * are touched once.
   */
  @Override
  public Map<String, Work> work() {
    double products = (double) entries() * hidden;
    double results = (double) rows() * hidden;
    return Map.of(
        "multiply",
        new Work(
            2 * products,
            Math.min(products, results) + results + entries(), // A is square: x is as large
            rows() + 1.0 + entries()));
  }
}
