package io.sbr.models.neighbour;

import io.sbr.models.neighbour.NeighbourMethod.Afterwards;
import io.sbr.models.neighbour.NeighbourSettings.Answer;
import io.sbr.models.neighbour.SknnVotes.SetSimilarity;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.sparse.ReachedItems;
import java.util.List;

/** SKNN: session-based nearest neighbours over sets of items. */
public final class Sknn {
  /** How like two sets are. */
  static final ModelSetting<SetSimilarity> SIMILARITY =
      ModelSetting.choice(
          "similarity",
          List.of(SetSimilarity.values()),
          SetSimilarity.JACCARD,
          "published",
          "of two sessions as sets of items");

  /** The last three clicks on top. */
  static final ModelSetting<Answer> LIFT =
      NeighbourSettings.unlessAsked(
          "lift-last", "published", "whether the last three clicks are put on top");

  /** Weight of popularity among the neighbours. */
  static final ModelSetting<Double> POPULARITY =
      ModelSetting.number(
          "popularity", 0, 1000, 0, "published", "weight of popularity among the neighbours");

  /** {@code sknn}. */
  public static final NeighbourKind KIND =
      new NeighbourKind(
          "sknn",
          "SKNN: items of the sessions that share most items (Jannach and Ludewig, 2017)",
          List.of(
              NeighbourSettings.NEIGHBOURS,
              NeighbourSettings.SAMPLE,
              SIMILARITY,
              LIFT,
              POPULARITY,
              NeighbourSettings.DROP),
          NeighbourKind.IndexShape.ALL,
          (settings, index, secondsSince) ->
              new NeighbourMethod(
                  new SknnVotes(
                      settings.get(NeighbourSettings.NEIGHBOURS),
                      settings.get(NeighbourSettings.SAMPLE),
                      settings.get(SIMILARITY)),
                  popular(index, settings.get(POPULARITY))
                      .then(settings.get(LIFT) == Answer.YES ? Sknn::lift : (c, s, r) -> {})
                      .then(settings.get(NeighbourSettings.DROP))));

  private Sknn() {}

  /**
   * As released: the last three clicks, oldest first, get (score + 5) · 5 + n/100; an item that is
   * twice among them is lifted twice, and one that no neighbour holds from 0.
   */
  private static void lift(CurrentSession current, NeighbourSearch search, ReachedItems reached) {
    int from = Math.max(1, current.length() - 2);
    for (int p = from; p <= current.length(); p++) {
      int item = current.click(p);
      reached.add(item, 0);
      reached.set(item, (reached.score(item) + 5) * 5 + (p - from + 1) / 100.0);
    }
  }

  private static Afterwards popular(SessionIndex index, double weight) {
    return weight == 0 ? (current, search, reached) -> {} : new Popular(index, weight, null);
  }

  /**
   * Added: weight · neighbours that hold the item / most that hold any.
   *
   * @param held scratch
   */
  private record Popular(SessionIndex index, double weight, ReachedItems held)
      implements Afterwards {

    @Override
    public Afterwards ofThread() {
      return new Popular(index, weight, new ReachedItems(index.itemCount()));
    }

    @Override
    public void apply(CurrentSession current, NeighbourSearch search, ReachedItems reached) {
      held.clear();
      for (int n = 0; n < search.found(); n++) {
        int session = search.session(n);
        int end = index.sessionOffsets().get(session + 1);
        for (int e = index.sessionOffsets().get(session); e < end; e++) {
          held.add(index.sessionItems().get(e), 1);
        }
      }
      double most = held.nthBest(1);
      for (int i = 0; i < reached.count(); i++) {
        int item = reached.item(i);
        reached.set(item, reached.score(item) + weight * held.score(item) / most);
      }
    }
  }
}
