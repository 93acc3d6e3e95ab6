package io.sbr.models.algorithm;

import io.sbr.data.Sessions;
import io.sbr.data.UsageHistory;
import io.sbr.models.counting.Popularity;
import io.sbr.models.eval.Recommender;
import io.sbr.models.explain.Explanation;
import io.sbr.models.neighbour.NeighbourKind;
import io.sbr.models.neighbour.NeighbourModel;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.run.RunWriter;
import io.sbr.models.settings.ModelSettings;
import java.io.IOException;

/** Neighbour methods: past sessions in an index that is mapped, not read. */
final class NeighbourAlgorithm extends OnePassAlgorithm {
  private final NeighbourKind kind;
  private final OnePassLearning<NeighbourModel> learning;

  NeighbourAlgorithm(NeighbourKind kind, OnePassLearning<NeighbourModel> learning) {
    this.kind = kind;
    this.learning = learning;
  }

  @Override
  Learned learn(ModelSettings settings, Sessions train, Popularity popularity) {
    return new Neighbours(kind, learning.learn(settings, train, popularity), popularity);
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
    public void keep(RunWriter writer, UsageHistory history) throws IOException {
      writer.replace(writer.directory().index(), model::write, model::verify);
    }

    @Override
    public Recommender recommender() {
      return model.recommender();
    }

    @Override
    public Explanation explain(Question question) {
      return NeighbourVoices.of(kind.name(), model, question);
    }
  }
}
