package io.sbr.models.algorithm;

import io.sbr.models.explain.NeighbourExplanation;
import io.sbr.models.neighbour.NeighbourModel;
import io.sbr.models.sparse.SessionTimes;
import java.util.ArrayList;
import java.util.List;

/** What past sessions said, in the words of an explanation. */
final class NeighbourVoices {
  /** Past sessions that are shown for an item. */
  private static final int SHOWN = 5;

  private NeighbourVoices() {}

  /**
   * Who spoke for the items that were answered.
   *
   * @param name of the method
   * @param question with the method's own scores
   */
  static NeighbourExplanation of(String name, NeighbourModel model, Fitted.Question question) {
    int[] items = question.top().items();
    List<NeighbourModel.Support> support = model.support(question.clicks(), items);
    List<NeighbourExplanation.Result> results = new ArrayList<>();
    for (int i = 0; i < items.length; i++) {
      NeighbourModel.Support own = support.get(i);
      results.add(
          new NeighbourExplanation.Result(
              question.items().id(items[i]),
              question.top().scores()[i],
              own.voices().size(),
              own.sum(),
              own.voices().stream().limit(SHOWN).map(v -> named(v, question)).toList()));
    }
    return new NeighbourExplanation(name, question.clickIds(), question.unknown(), results);
  }

  private static NeighbourExplanation.Voice named(
      NeighbourModel.Voice voice, Fitted.Question question) {
    return new NeighbourExplanation.Voice(
        voice.session(),
        voice.newer(),
        voice.age() / SessionTimes.DAY,
        voice.similarity(),
        voice.said(),
        question.ids(voice.items()));
  }
}
