package io.sbr.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Csr;
import io.sbr.tensor.Ints;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One backend's side of a comparison: makes tensors from host values and takes results back. Every
 * tensor lies between two rows of NaN, so that each test also notices a kernel that ignores an
 * offset, reads beyond its input or writes beyond its output.
 */
public final class Side implements AutoCloseable {
  private final Backend backend;
  private final Arena arena;
  private final long baseline;
  private final List<Tensor> guards = new ArrayList<>();

  Side(Backend backend) {
    this.backend = backend;
    this.baseline = backend.liveBytes();
    this.arena = new Arena(backend);
  }

  /** The backend under this side. */
  public Backend backend() {
    return backend;
  }

  /** Owns all of this side's tensors. */
  public Arena arena() {
    return arena;
  }

  /** A matrix of host values. */
  public Tensor in(double[] values, int rows, int cols) {
    Tensor tensor = out(rows, cols);
    backend.write(values, tensor);
    return tensor;
  }

  /** A vector of host values. */
  public Tensor in(double[] values) {
    return in(values, values.length, 1).reshape(values.length);
  }

  /** A matrix of NaN, to be overwritten. */
  public Tensor out(int rows, int cols) {
    Tensor whole = arena.tensor(rows + 2, cols);
    backend.fill(whole, Double.NaN);
    guards.add(whole.rowRange(0, 1));
    guards.add(whole.rowRange(rows + 1, rows + 2));
    return whole.rowRange(1, rows + 1);
  }

  /** An integer vector of host values. */
  public Ints ints(int... values) {
    return arena.copyOf(values);
  }

  /** Segments of the given offsets. */
  public Segments segments(int[] offsets) {
    int count = offsets.length - 1;
    int[] ids = new int[offsets[count]];
    for (int s = 0; s < count; s++) {
      Arrays.fill(ids, offsets[s], offsets[s + 1], s);
    }
    return new Segments(count, ids.length, ints(offsets), ints(ids));
  }

  /** A choice of rows and its inverse. */
  public RowGather gather(int[] indices, int tableRows) {
    Map<Integer, List<Integer>> groups = new TreeMap<>();
    for (int p = 0; p < indices.length; p++) {
      groups.computeIfAbsent(indices[p], row -> new ArrayList<>()).add(p);
    }
    int[] rows = groups.keySet().stream().mapToInt(row -> row).toArray();
    int[] offsets = new int[rows.length + 1];
    for (int u = 0; u < rows.length; u++) {
      offsets[u + 1] = offsets[u] + groups.get(rows[u]).size();
    }
    int[] positions =
        groups.values().stream().flatMap(List::stream).mapToInt(position -> position).toArray();
    return new RowGather(
        tableRows, ints(indices), rows.length, ints(rows), ints(offsets), ints(positions));
  }

  /** The entries of a dense matrix that are not zero. */
  public Csr csr(double[][] dense, int cols) {
    double[][] transposed = new double[cols][dense.length];
    for (int r = 0; r < dense.length; r++) {
      for (int c = 0; c < cols; c++) {
        transposed[c][r] = dense[r][c];
      }
    }
    return new Csr(
        dense.length,
        cols,
        csrOffsets(dense),
        csrColumns(dense),
        csrValues(dense),
        csrOffsets(transposed),
        csrColumns(transposed),
        csrValues(transposed));
  }

  private Ints csrOffsets(double[][] dense) {
    int[] offsets = new int[dense.length + 1];
    for (int r = 0; r < dense.length; r++) {
      offsets[r + 1] = offsets[r] + (int) Arrays.stream(dense[r]).filter(v -> v != 0).count();
    }
    return ints(offsets);
  }

  private Ints csrColumns(double[][] dense) {
    List<Integer> columns = new ArrayList<>();
    for (double[] row : dense) {
      for (int c = 0; c < row.length; c++) {
        if (row[c] != 0) {
          columns.add(c);
        }
      }
    }
    return ints(columns.stream().mapToInt(c -> c).toArray());
  }

  private Tensor csrValues(double[][] dense) {
    return in(Arrays.stream(dense).flatMapToDouble(Arrays::stream).filter(v -> v != 0).toArray());
  }

  /** Results on the host; the rows around every tensor of this side must still be NaN. */
  double[][] take(List<Tensor> results) {
    for (Tensor guard : guards) {
      assertThat(Arrays.stream(guard.toDoubles()).allMatch(Double::isNaN))
          .as("the elements beside a tensor %s are untouched", guard)
          .isTrue();
    }
    return results.stream().map(Tensor::toDoubles).toArray(double[][]::new);
  }

  /** Releases everything; not one byte may remain. */
  @Override
  public void close() {
    arena.close();
    assertThat(backend.liveBytes()).as("live bytes of %s", backend.name()).isEqualTo(baseline);
  }
}
