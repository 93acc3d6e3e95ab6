package io.sbr.models.algorithm;

import io.sbr.models.blend.BlendRecommender;
import io.sbr.models.counting.Popularity;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.eval.Recommender;
import io.sbr.models.eval.Recommender.TopItems;
import io.sbr.models.explain.BlendExplanation;
import io.sbr.models.explain.Explanation;
import io.sbr.models.explain.GraphExplainer;
import io.sbr.models.neighbour.NeighbourModel;
import io.sbr.models.run.BlendFile;
import io.sbr.models.run.PopularityFile;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.settings.ModelSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network of a run with the neighbours that are blended in, ready to answer.
 *
 * @param alone the network by itself, with its weights
 * @param network answers
 * @param neighbours answer
 * @param blend of the two
 */
record BlendedNetwork(
    Fitted alone, NeuralRecommender network, NeighbourModel neighbours, BlendRecommender blend)
    implements Fitted {

  /**
   * Loads what is blended in.
   *
   * @throws IllegalArgumentException naming the file that is not what it should be
   */
  static BlendedNetwork load(
      Loading loading, ModelSettings method, Fitted alone, NeuralRecommender network) {
    RunDirectory run = loading.run();
    Popularity popularity =
        new Popularity(PopularityFile.read(run.checked(run.popularity()), loading.items()));
    boolean wholly = !run.isLarge(run.index());
    NeighbourModel neighbours =
        NeighbourModel.map(method, run.checkedToMap(run.index()), popularity, wholly);
    BlendRecommender blend =
        new BlendRecommender(network, neighbours.recommender(), BlendFile.read(run));
    return new BlendedNetwork(alone, network, neighbours, blend);
  }

  @Override
  public Recommender recommender() {
    return blend;
  }

  @Override
  public int epoch() {
    return alone.epoch();
  }

  @Override
  public Explanation explain(Question question) {
    int[] items = question.top().items();
    BlendRecommender.Parts parts = blend.parts(question.whole(), items);
    List<BlendExplanation.Result> results = new ArrayList<>();
    for (int i = 0; i < items.length; i++) {
      results.add(
          new BlendExplanation.Result(
              question.items().id(items[i]),
              question.top().scores()[i],
              parts.network()[i],
              parts.neighbours()[i]));
    }
    return new BlendExplanation(
        blend.name(),
        parts.lambda(),
        results,
        new GraphExplainer(network, question.items(), question.pack())
            .explain(question.clicks(), question.unknown(), ofNetwork(question)),
        NeighbourVoices.of(
            neighbours.recommender().name(), neighbours, question.with(ofNeighbours(question))));
  }

  /** The items with the scores that the network itself gives them. */
  private TopItems ofNetwork(Question question) {
    double[] all = network.scores(question.whole());
    int[] items = question.top().items();
    return new TopItems(items, Arrays.stream(items).mapToDouble(item -> all[item - 1]).toArray());
  }

  /** The items with the scores that the neighbours give them. */
  private TopItems ofNeighbours(Question question) {
    int[] items = question.top().items();
    int[] clicks = question.clicks();
    return neighbours
        .recommender()
        .reached(
            clicks,
            0,
            clicks.length,
            reached ->
                new TopItems(items, Arrays.stream(items).mapToDouble(reached::score).toArray()));
  }

  @Override
  public void close() {
    alone.close();
  }
}
