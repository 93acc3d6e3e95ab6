package io.sbr.models.counting;

import io.sbr.data.TransitionCounts;
import io.sbr.data.batch.GraphBatch;
import java.util.Arrays;

/** Markov-1: the items that most often came right after the last click in train, then POP. */
public final class FirstOrderMarkov extends CountingRecommender {
  /** {@code markov}. */
  public static final CountingKind KIND =
      new CountingKind(
          "markov",
          "first-order Markov: the items that most often came right after the last click in train",
          "times it came right after the last click in train",
          true,
          false,
          (popularity, transitions) -> new FirstOrderMarkov(popularity, transitions.orElseThrow()));

  private final TransitionCounts transitions;

  FirstOrderMarkov(Popularity popularity, TransitionCounts transitions) {
    super(KIND.name(), popularity);
    this.transitions = transitions;
  }

  @Override
  Counts counts(GraphBatch batch, int b) {
    return after(transitions, batch.nodeItems()[batch.lastNode()[b]]);
  }

  /** What came right after an item, ascending, and how often. */
  static Counts after(TransitionCounts transitions, int item) {
    int from = transitions.offsets()[item];
    int to = transitions.offsets()[item + 1];
    return new Counts(
        Arrays.copyOfRange(transitions.targets(), from, to),
        Arrays.copyOfRange(transitions.counts(), from, to));
  }
}
