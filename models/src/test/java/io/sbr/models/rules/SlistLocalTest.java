package io.sbr.models.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.data.Sessions;
import io.sbr.models.counting.Popularity;
import io.sbr.models.neighbour.KnnGolden;
import io.sbr.models.settings.ModelSettings;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class SlistLocalTest {
  private static final int N = KnnGolden.ITEMS;
  private static final double ALPHA = 0.3;

  /** Over all items it is the ridge solution, made here row by row and inverted as a whole. */
  @Test
  void overAllItemsItIsTheExactModel() throws IOException {
    Sessions clicks = KnnGolden.clicks();
    ModelSettings settings =
        ModelSettings.of(SlistLocal.KIND)
            .with(
                Map.of(
                    "alpha", "0.3",
                    "delta-pos", "1.5",
                    "delta-time", "7",
                    "ridge", "10",
                    "local", "60",
                    "pruning", "0"));
    RuleTable table =
        SlistLocal.KIND.maker().make(settings, RuleSessions.all(clicks, Popularity.of(clicks, N)));
    RealMatrix exact = exact(clicks);
    for (int item = 1; item <= N; item++) {
      double[] row = new double[N];
      for (int r = table.offsets()[item]; r < table.offsets()[item + 1]; r++) {
        row[table.targets()[r] - 1] = table.weights()[r];
      }
      assertThat(row).containsExactly(exact.getRow(item - 1), within(1e-12));
    }
  }

  private static RealMatrix exact(Sessions clicks) {
    long newest = Arrays.stream(clicks.times()).max().orElseThrow();
    RealMatrix gram = MatrixUtils.createRealIdentityMatrix(N).scalarMultiply(10);
    RealMatrix target = new Array2DRowRealMatrix(N, N);
    for (int s = 0; s < clicks.count(); s++) {
      int[] items = clicks.items(s);
      double age = (newest - clicks.times()[clicks.offsets()[s + 1] - 1]) / 86_400_000.0;
      double weight = Math.exp(-age / 7);
      Set<Integer> distinct = new HashSet<>();
      Arrays.stream(items).forEach(distinct::add);
      double[] input = new double[N];
      double[] output = new double[N];
      for (int item : distinct) {
        input[item - 1] = 1.0 / distinct.size();
        output[item - 1] = 1;
      }
      gram = gram.add(outer(input, input, weight * ALPHA));
      target = target.add(outer(input, output, weight * ALPHA));
      for (int t = 0; t + 1 < items.length; t++) {
        double[] one = new double[N];
        one[items[t] - 1] = 1;
        double[] later = new double[N];
        for (int r = t + 1; r < items.length; r++) {
          later[items[r] - 1] += Math.exp(-Math.abs(t + 1 - r) / 1.5);
        }
        gram = gram.add(outer(one, one, weight * (1 - ALPHA)));
        target = target.add(outer(one, later, weight * (1 - ALPHA)));
      }
    }
    return new CholeskyDecomposition(gram).getSolver().getInverse().multiply(target);
  }

  private static RealMatrix outer(double[] left, double[] right, double weight) {
    return MatrixUtils.createColumnRealMatrix(left)
        .multiply(MatrixUtils.createRowRealMatrix(right))
        .scalarMultiply(weight);
  }
}
