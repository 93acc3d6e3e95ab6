package io.sbr.autograd;

import io.sbr.tensor.Arena;
import io.sbr.tensor.Csr;
import io.sbr.tensor.Philox;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Small tensors, index structures and sparse matrices for tests. */
final class Fixtures {
  private final Arena arena;
  private long stream;

  Fixtures(Arena arena) {
    this.arena = arena;
  }

  /** Random numbers in (−2, 2), other ones at each call. */
  Tensor random(int... dims) {
    Tensor tensor = arena.tensor(dims);
    arena.backend().uniform(tensor, -2, 2, 42, stream++);
    return tensor;
  }

  /** Segments of these sizes, some of which may be 0. */
  Segments segments(int... sizes) {
    int[] offsets = new int[sizes.length + 1];
    for (int s = 0; s < sizes.length; s++) {
      offsets[s + 1] = offsets[s] + sizes[s];
    }
    int[] ids = new int[offsets[sizes.length]];
    for (int s = 0; s < sizes.length; s++) {
      java.util.Arrays.fill(ids, offsets[s], offsets[s + 1], s);
    }
    return new Segments(sizes.length, ids.length, arena.copyOf(offsets), arena.copyOf(ids));
  }

  /** The choice of these rows, with its inverse. */
  RowGather gather(int tableRows, int... indices) {
    List<Integer> rows = new ArrayList<>();
    List<Integer> offsets = new ArrayList<>(List.of(0));
    List<Integer> positions = new ArrayList<>();
    for (int row = 0; row < tableRows; row++) {
      int before = positions.size();
      for (int i = 0; i < indices.length; i++) {
        if (indices[i] == row) {
          positions.add(i);
        }
      }
      if (positions.size() > before) {
        rows.add(row);
        offsets.add(positions.size());
      }
    }
    return new RowGather(
        tableRows,
        arena.copyOf(indices),
        rows.size(),
        arena.copyOf(ints(rows)),
        arena.copyOf(ints(offsets)),
        arena.copyOf(ints(positions)));
  }

  /** A random sparse matrix in which about one entry in three is stored, some rows empty. */
  Csr sparse(int rows, int cols) {
    double[][] dense = new double[rows][cols];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < cols; c++) {
        float u = Philox.uniform(7, stream, (long) r * cols + c);
        dense[r][c] = u < 0.33f && r % 4 != 3 ? u * 6 - 1 : 0;
      }
    }
    stream++;
    double[][] transposed = new double[cols][rows];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < cols; c++) {
        transposed[c][r] = dense[r][c];
      }
    }
    Compressed a = new Compressed(dense);
    Compressed t = new Compressed(transposed);
    return new Csr(
        rows,
        cols,
        arena.copyOf(ints(a.offsets)),
        arena.copyOf(ints(a.columns)),
        a.values(arena),
        arena.copyOf(ints(t.offsets)),
        arena.copyOf(ints(t.columns)),
        t.values(arena));
  }

  private static final class Compressed {
    final List<Integer> offsets = new ArrayList<>(List.of(0));
    final List<Integer> columns = new ArrayList<>();
    final List<Double> stored = new ArrayList<>();

    Compressed(double[][] dense) {
      for (double[] row : dense) {
        for (int c = 0; c < row.length; c++) {
          if (row[c] != 0) {
            columns.add(c);
            stored.add(row[c]);
          }
        }
        offsets.add(columns.size());
      }
    }

    Tensor values(Arena arena) {
      return arena.copyOf(
          stored.stream().mapToDouble(Double::doubleValue).toArray(), stored.size());
    }
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }
}
