package io.sbr.data.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.batch.parts.ClickTransitions;
import java.util.Arrays;

/** The plainest form of docs/pipeline.md, section 3, with dense matrices: the judge of batches. */
final class DenseGraph {
  private DenseGraph() {}

  /** The matrix; fails if its stored transpose is not its transpose or columns do not ascend. */
  static double[][] of(GraphBatch.SparseRows a) {
    double[][] matrix = dense(a.offsets(), a.columns(), a.values());
    double[][] transposed =
        dense(a.transposedOffsets(), a.transposedColumns(), a.transposedValues());
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix.length; j++) {
        assertThat(transposed[j][i]).isEqualTo(matrix[i][j]);
      }
    }
    return matrix;
  }

  private static double[][] dense(int[] offsets, int[] columns, double[] values) {
    int n = offsets.length - 1;
    double[][] matrix = new double[n][n];
    assertThat(offsets[n]).isEqualTo(columns.length).isEqualTo(values.length);
    for (int row = 0; row < n; row++) {
      for (int e = offsets[row]; e < offsets[row + 1]; e++) {
        assertThat(e == offsets[row] || columns[e] > columns[e - 1]).isTrue();
        matrix[row][columns[e]] = values[e];
      }
    }
    return matrix;
  }

  static void assertSame(GraphBatch batch, int[][] sessions, NodeOrder order) {
    int nodes = batch.nodes();
    double[][] in = new double[nodes][nodes];
    double[][] out = new double[nodes][nodes];
    int click = 0;
    int first = 0;
    for (int b = 0; b < sessions.length; b++) {
      int[] clicks = sessions[b];
      int[] distinct = Arrays.stream(clicks).distinct().toArray();
      if (order == NodeOrder.ITEM_ID) {
        Arrays.sort(distinct);
      }
      assertThat(batch.nodeOffsets()[b]).isEqualTo(first);
      assertThat(batch.clickOffsets()[b]).isEqualTo(click);
      for (int v = 0; v < distinct.length; v++) {
        int item = distinct[v];
        assertThat(batch.nodeItems()[first + v]).isEqualTo(item);
        assertThat(batch.nodeSession()[first + v]).isEqualTo(b);
        assertThat(batch.nodeClicks()[first + v])
            .isEqualTo(Arrays.stream(clicks).filter(c -> c == item).count());
      }
      for (int t = 0; t < clicks.length; t++) {
        int node = first + indexOf(distinct, clicks[t]);
        assertThat(batch.clickNode()[click + t]).isEqualTo(node);
        if (t + 1 < clicks.length) {
          int next = first + indexOf(distinct, clicks[t + 1]);
          out[node][next] = 1;
          in[next][node] = 1;
        } else {
          assertThat(batch.lastNode()[b]).isEqualTo(node);
        }
      }
      click += clicks.length;
      first += distinct.length;
    }
    assertThat(nodes).isEqualTo(first);
    assertThat(of(batch.part(new ClickTransitions()).in())).isDeepEqualTo(averaged(in));
    assertThat(of(batch.part(new ClickTransitions()).out())).isDeepEqualTo(averaged(out));
    assertInverse(batch.itemGather());
    assertInverse(batch.lastGather());
  }

  private static int indexOf(int[] values, int wanted) {
    int i = 0;
    while (values[i] != wanted) {
      i++;
    }
    return i;
  }

  /** Rows divided by their sums; zero rows stay zero. */
  private static double[][] averaged(double[][] matrix) {
    for (double[] row : matrix) {
      double sum = Arrays.stream(row).sum();
      if (sum > 0) {
        Arrays.setAll(row, j -> row[j] == 0 ? 0 : row[j] / sum);
      }
    }
    return matrix;
  }

  static void assertInverse(GraphBatch.Gather gather) {
    int[] found = new int[gather.indices().length];
    for (int u = 0; u < gather.rows().length; u++) {
      assertThat(u == 0 || gather.rows()[u] > gather.rows()[u - 1]).isTrue();
      for (int k = gather.offsets()[u]; k < gather.offsets()[u + 1]; k++) {
        assertThat(k == gather.offsets()[u] || gather.positions()[k] > gather.positions()[k - 1])
            .isTrue();
        found[gather.positions()[k]] = gather.rows()[u];
      }
    }
    assertThat(found).isEqualTo(gather.indices());
  }
}
