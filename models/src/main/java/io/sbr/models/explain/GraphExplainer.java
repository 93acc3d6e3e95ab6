package io.sbr.models.explain;

import io.sbr.data.Vocabulary;
import io.sbr.data.batch.Candidates;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.eval.Recommender.TopItems;
import io.sbr.models.explain.GraphExplanation.Attention;
import io.sbr.models.explain.GraphExplanation.Click;
import io.sbr.models.explain.GraphExplanation.Edge;
import io.sbr.models.explain.GraphExplanation.Method;
import io.sbr.models.explain.GraphExplanation.Part;
import io.sbr.models.explain.GraphExplanation.Rest;
import io.sbr.models.explain.GraphExplanation.Result;
import io.sbr.models.explain.GraphExplanation.Way;
import io.sbr.models.nn.layers.Attribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Explains what any model answers: by what its forward pass shows where the score is a sum over
 * clicks, else by asking again without each click.
 */
public final class GraphExplainer {
  private final NeuralRecommender recommender;
  private final Vocabulary items;
  private final Function<int[], GraphBatch> pack;

  /**
   * Explains a model.
   *
   * @param items it speaks of
   * @param pack makes a batch of the clicks at some positions of the session, from 0, ascending
   */
  public GraphExplainer(
      NeuralRecommender recommender, Vocabulary items, Function<int[], GraphBatch> pack) {
    this.recommender = recommender;
    this.items = items;
    this.pack = pack;
  }

  /**
   * Why these items have their scores.
   *
   * @param clicks item numbers in order of time, at least one
   * @param unknown ids that were left out of them, to be named
   * @param top what the model answers
   */
  public GraphExplanation explain(int[] clicks, List<String> unknown, TopItems top) {
    GraphBatch batch = pack.apply(IntStream.range(0, clicks.length).toArray());
    return recommender.look(
        batch,
        (values, scores) ->
            explain(clicks, unknown, top, batch, new Intermediates(values, scores)));
  }

  private GraphExplanation explain(
      int[] clicks, List<String> unknown, TopItems top, GraphBatch batch, Intermediates shown) {
    ClickShares rows = ClickShares.of(batch, shown);
    int[] numbers = SessionEdges.numbers(batch);
    List<Edge> edges = SessionEdges.of(batch, numbers, shown);

    Optional<double[]> shares = shown.numbers(rows.kind().shares());
    Optional<double[]> weights = shown.numbers(rows.kind().weights());
    Attention kind =
        shares.isPresent()
            ? Attention.SHARE
            : weights.isPresent() ? Attention.WEIGHT : Attention.NONE;
    double[] attention = shares.or(() -> weights).map(rows::toClicks).orElse(null);
    boolean padded = kind == Attention.SHARE && batch.padding()[0] > 0;
    double padding = padded ? 1 - Arrays.stream(attention).sum() : 0;
    List<Click> named = new ArrayList<>();
    for (int c = 0; c < clicks.length; c++) {
      double own = attention == null ? Double.NaN : attention[c];
      named.add(new Click(items.id(clicks[c]), numbers[batch.clickNode()[c]], own));
    }

    Optional<ScoreSum> sum = ScoreSum.of(rows, shown);
    List<List<Part>> parts =
        sum.map(s -> s.parts(Candidates.of(top.items()))).orElseGet(() -> leaveOneOut(clicks, top));
    Rest rest =
        sum.isEmpty()
            ? Rest.INTERACTION
            : shown.values().containsKey(Attribution.BIAS)
                ? Rest.BIAS
                : shown.values().containsKey(Attribution.AGAIN) ? Rest.AGAIN : Rest.ROUNDING;
    return new GraphExplanation(
        recommender.name(),
        named,
        unknown,
        edges,
        kind,
        padding,
        again(shown),
        sum.isPresent() ? Method.SUM : Method.LEAVE_ONE_OUT,
        rest,
        results(top, parts));
  }

  /** φ, the logistic function of what the model shows. */
  private static OptionalDouble again(Intermediates shown) {
    return shown
        .numbers(Attribution.AGAIN)
        .map(logit -> OptionalDouble.of(1 / (1 + Math.exp(-logit[0]))))
        .orElse(OptionalDouble.empty());
  }

  private List<Result> results(TopItems top, List<List<Part>> parts) {
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      double score = top.scores()[i];
      double contributed =
          parts.get(i).stream()
              .flatMap(part -> part.values().stream())
              .mapToDouble(Double::doubleValue)
              .sum();
      results.add(new Result(items.id(top.items()[i]), score, parts.get(i), score - contributed));
    }
    return results;
  }

  /** For each item what its score loses without each click. */
  private List<List<Part>> leaveOneOut(int[] clicks, TopItems top) {
    double[][] without = new double[clicks.length][]; // of each click left out: the items' scores
    for (int left = 0; left < clicks.length; left++) {
      without[left] =
          clicks.length == 1 ? new double[top.items().length] : scores(clicks.length, left, top);
    }
    List<List<Part>> parts = new ArrayList<>();
    for (int i = 0; i < top.items().length; i++) {
      int item = i;
      List<Double> lost =
          Arrays.stream(without).map(scores -> top.scores()[item] - scores[item]).toList();
      parts.add(List.of(new Part(Way.PRESENCE, lost, List.of())));
    }
    return parts;
  }

  private double[] scores(int clicks, int left, TopItems wanted) {
    int[] others = IntStream.range(0, clicks).filter(c -> c != left).toArray();
    double[] all = recommender.scores(pack.apply(others));
    return Arrays.stream(Candidates.of(wanted.items())).mapToDouble(i -> all[i]).toArray();
  }
}
