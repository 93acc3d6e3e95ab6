package io.sbr.models.explain;

import io.sbr.models.explain.GraphExplanation.Part;
import io.sbr.models.explain.GraphExplanation.Way;
import io.sbr.models.nn.layers.Attribution;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A session's scores taken apart, where they are a sum over clicks: the session's vector is a sum
 * of what each row and the last click add ({@link Attribution}), a score is its product with the
 * item, and target attention adds β·g of each row.
 *
 * <pre>
 *   score = Σ_rows item · part + item · last part + Σ_rows β g + item · bias
 * </pre>
 *
 * <p>With unit vectors the score is the product of both vectors' directions over a temperature: the
 * same sum times a factor of the session, of the item's direction. A score that is given instead
 * has a sum, too, and what is given beyond it is the rest.
 *
 * <p>A row that stands for a node is divided equally among the node's clicks.
 */
final class ScoreSum {
  private final ClickShares rows;
  private final Intermediates shown;
  private final Tensor items;

  /** What makes the session's vector the one that unit items meet; empty for items as they are. */
  private final OptionalDouble unit;

  private ScoreSum(ClickShares rows, Intermediates shown, Tensor items, OptionalDouble unit) {
    this.rows = rows;
    this.shown = shown;
    this.items = items;
    this.unit = unit;
  }

  /** Empty if the scores are no sum over clicks, as far as the model says. */
  static Optional<ScoreSum> of(ClickShares rows, Intermediates shown) {
    boolean known =
        shown.values().containsKey(rows.kind().parts())
            || shown.values().containsKey(Attribution.LAST);
    if (!known) {
      return Optional.empty();
    }
    Scorer formula = formula(shown.scores().scorer());
    boolean sum = formula instanceof Scorer.Dot || formula instanceof Scorer.TargetAttention;
    if (formula instanceof Scorer.NormalizedDot normalized) {
      OptionalDouble factor = OptionalDouble.of(factor(normalized, rows, shown));
      return Optional.of(new ScoreSum(rows, shown, formula.items(), factor));
    }
    return sum
        ? Optional.of(new ScoreSum(rows, shown, formula.items(), OptionalDouble.empty()))
        : Optional.empty();
  }

  private static Scorer formula(Scorer scorer) {
    return scorer instanceof Scorer.Replaced replaced ? replaced.scorer() : scorer;
  }

  /** q = factor · (Σ parts + last part): both have one direction. */
  private static double factor(Scorer.NormalizedDot scorer, ClickShares rows, Intermediates shown) {
    double[] query = scorer.sessions().toDoubles();
    double[] parts = shown.numbers(rows.kind().parts()).orElseThrow();
    double[] sum = new double[query.length];
    for (int i = 0; i < parts.length; i++) {
      sum[i % sum.length] += parts[i];
    }
    shown.numbers(Attribution.LAST).ifPresent(last -> Arrays.setAll(sum, c -> sum[c] + last[c]));
    double product = products(query, sum)[0];
    double square = products(sum, sum)[0];
    return square == 0 ? 0 : product / square;
  }

  /** The parts of each item's score; items as candidates. */
  List<List<Part>> parts(int[] wanted) {
    Arena arena = shown.scores().inputs().get(0).arena();
    Tensor chosen = arena.tensor(wanted.length, items.cols());
    arena.backend().gatherRows(items, arena.copyOf(wanted), chosen);
    double[] vectors = chosen.toDoubles();
    int d = items.cols();
    return IntStream.range(0, wanted.length)
        .mapToObj(i -> parts(met(Arrays.copyOfRange(vectors, i * d, (i + 1) * d))))
        .toList();
  }

  /** The vector whose product with a part is what that adds to the item's score. */
  private double[] met(double[] item) {
    double norm = Math.sqrt(products(item, item)[0]);
    if (unit.isPresent()) {
      double factor = norm == 0 ? 0 : unit.getAsDouble() / norm;
      Arrays.setAll(item, c -> item[c] * factor);
    }
    return item;
  }

  private List<Part> parts(double[] item) {
    List<Part> parts = new ArrayList<>();
    shown
        .numbers(rows.kind().parts())
        .ifPresent(all -> parts.add(part(Way.ATTENTION, products(all, item))));
    shown
        .numbers(Attribution.QUERIES)
        .ifPresent(queries -> parts.add(target(products(queries, item), item)));
    shown
        .numbers(Attribution.LAST)
        .ifPresent(
            last -> {
              double[] values = new double[rows.clicks()];
              values[values.length - 1] = products(last, item)[0];
              parts.add(new Part(Way.LAST, boxed(values), List.of()));
            });
    return parts;
  }

  /** What each row has, given out to the clicks. */
  private Part part(Way way, double[] ofRows) {
    return new Part(way, boxed(rows.toClicks(ofRows)), List.of());
  }

  /** β_u g_u with β = softmax of e over positions, e_u = item · query_u, g_u = item · state_u. */
  private Part target(double[] e, double[] item) {
    double[] g = products(shown.numbers(Attribution.STATES).orElseThrow(), item);
    double[] clicks = rows.clicksOfRows();
    double padding = rows.padding(); // positions with e = 0
    double most = Arrays.stream(e).max().orElseThrow();
    most = padding > 0 ? Math.max(most, 0) : most;
    double sum = padding * Math.exp(-most);
    double[] beta = new double[e.length];
    for (int u = 0; u < e.length; u++) {
      beta[u] = clicks[u] * Math.exp(e[u] - most);
      sum += beta[u];
    }
    double[] added = new double[e.length];
    for (int u = 0; u < e.length; u++) {
      beta[u] /= sum;
      added[u] = beta[u] * g[u];
    }
    return new Part(Way.TARGET, boxed(rows.toClicks(added)), boxed(rows.toClicks(beta)));
  }

  /** The product of each row of a matrix with a vector. */
  private static double[] products(double[] matrix, double[] vector) {
    double[] products = new double[matrix.length / vector.length];
    for (int i = 0; i < matrix.length; i++) {
      products[i / vector.length] += matrix[i] * vector[i % vector.length];
    }
    return products;
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
