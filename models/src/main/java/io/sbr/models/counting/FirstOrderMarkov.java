package io.sbr.models.counting;

import io.sbr.data.Sessions;
import io.sbr.data.TransitionCounts;
import io.sbr.data.batch.GraphBatch;
import java.util.Arrays;

/** Markov-1: the items that most often came right after the last click in train, then POP. */
final class FirstOrderMarkov extends CountingRecommender {
  private final TransitionCounts transitions;

  FirstOrderMarkov(Popularity popularity, Sessions train) {
    super("markov", popularity);
    transitions = TransitionCounts.of(train, popularity.itemCount());
  }

  @Override
  Counts counts(GraphBatch batch, int b) {
    int last = batch.nodeItems()[batch.lastNode()[b]];
    int from = transitions.offsets()[last];
    int to = transitions.offsets()[last + 1];
    return new Counts(
        Arrays.copyOfRange(transitions.targets(), from, to),
        Arrays.copyOfRange(transitions.counts(), from, to));
  }
}
