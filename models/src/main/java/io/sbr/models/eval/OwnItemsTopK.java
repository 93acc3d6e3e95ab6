package io.sbr.models.eval;

import io.sbr.data.batch.Candidates;
import io.sbr.models.eval.Recommender.TopItems;
import io.sbr.models.nn.OwnItems;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The best items where a session's own have a softmax of their own: one pass over the catalogue
 * gives the best of the others and the sum that the own items' scores lack, then the few own ones
 * are put among them. The same items and scores as by the scores of all.
 *
 * @param own items of each session
 * @param others scores of all other items
 * @param arena holds what is computed
 */
record OwnItemsTopK(OwnItems own, Scorer others, Arena arena) {
  /**
   * The k best items of each session.
   *
   * @param offsets {@code [B + 1]} where each session's excluded items begin
   * @param excluded candidates that must not be returned, ascending within a session
   * @param allowed the only items that may be; empty for all
   * @throws ArithmeticException if a score is NaN
   */
  List<TopItems> best(int k, int[] offsets, int[] excluded, Optional<AllowedItems> allowed) {
    int sessions = others.sessionCount();
    Ints items = arena.ints(sessions * k);
    Tensor scores = arena.tensor(sessions, k);
    Tensor sums = arena.tensor(sessions, 1);
    arena
        .backend()
        .topKAndLogSums(
            others,
            k,
            arena.copyOf(offsets),
            arena.copyOf(excluded),
            allowed.map(sets -> sets.upload(arena)),
            items,
            scores,
            sums);
    List<TopItems> best =
        NeuralRecommender.rankings(items.toArray(), scores.toDoubles(), sessions, k);
    int[] begins = own.sessions().offsets().toArray();
    int[] listed = own.listed().toArray();
    double[] given = own.scores(sums).toDoubles();
    List<TopItems> merged = new ArrayList<>(sessions);
    for (int b = 0; b < sessions; b++) {
      List<Scored> all = new ArrayList<>();
      for (int i = 0; i < best.get(b).items().length; i++) {
        double score = best.get(b).scores()[i];
        if (score > Double.NEGATIVE_INFINITY) { // the others end here
          all.add(new Scored(best.get(b).items()[i], score));
        }
      }
      for (int e = begins[b]; e < begins[b + 1]; e++) {
        if (Double.isNaN(given[e])) {
          throw new ArithmeticException(
              "the score of item " + Candidates.item(listed[e]) + " is NaN");
        }
        boolean may = allowed.isEmpty() || allowed.get().has(b, listed[e]);
        if (may && Arrays.binarySearch(excluded, offsets[b], offsets[b + 1], listed[e]) < 0) {
          all.add(new Scored(Candidates.item(listed[e]), given[e]));
        }
      }
      merged.add(first(all, k));
    }
    return merged;
  }

  /** An item, by its number, with its score. */
  private record Scored(int item, double score) {}

  private static TopItems first(List<Scored> all, int k) {
    all.sort(
        (x, y) ->
            x.score != y.score
                ? Double.compare(y.score, x.score)
                : Integer.compare(x.item, y.item));
    List<Scored> first = all.subList(0, Math.min(k, all.size()));
    return new TopItems(
        first.stream().mapToInt(Scored::item).toArray(),
        first.stream().mapToDouble(Scored::score).toArray());
  }
}
