package io.sbr.models.algorithm;

import io.sbr.data.Sessions;
import io.sbr.models.counting.Popularity;
import io.sbr.models.eval.Recommender;
import io.sbr.models.explain.Explanation;
import io.sbr.models.explain.NeighbourExplanation;
import io.sbr.models.neighbour.NeighbourKind;
import io.sbr.models.neighbour.NeighbourModel;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.run.RunWriter;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.sparse.SessionTimes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Neighbour methods: past sessions in an index that is mapped, not read. */
final class NeighbourAlgorithm extends OnePassAlgorithm {
  /** Past sessions that an explanation shows for an item. */
  private static final int SHOWN = 5;

  private final NeighbourKind kind;

  NeighbourAlgorithm(NeighbourKind kind) {
    this.kind = kind;
  }

  @Override
  Learned learn(ModelSettings settings, Sessions train, Popularity popularity) {
    return new Neighbours(kind, NeighbourModel.learn(settings, train, popularity), popularity);
  }

  @Override
  Fitted load(Loading loading, Popularity popularity) {
    RunDirectory run = loading.run();
    ModelSettings settings = loading.info().settings().model();
    boolean wholly = !run.isLarge(run.index());
    return new Neighbours(
        kind,
        NeighbourModel.map(settings, run.checkedToMap(run.index()), popularity, wholly),
        popularity);
  }

  /**
   * A method with its index.
   *
   * @param kind of method
   * @param model answers
   * @param popularity clicks on each item
   */
  private record Neighbours(NeighbourKind kind, NeighbourModel model, Popularity popularity)
      implements Learned {
    @Override
    public void keep(RunWriter writer) throws IOException {
      writer.replace(writer.directory().index(), model::write, model::verify);
    }

    @Override
    public Recommender recommender() {
      return model.recommender();
    }

    @Override
    public Explanation explain(Question question) {
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
      return new NeighbourExplanation(
          kind.name(), question.clickIds(), question.unknown(), results);
    }

    private static NeighbourExplanation.Voice named(NeighbourModel.Voice voice, Question question) {
      return new NeighbourExplanation.Voice(
          voice.session(),
          voice.newer(),
          voice.age() / SessionTimes.DAY,
          voice.similarity(),
          voice.said(),
          question.ids(voice.items()));
    }
  }
}
