package io.sbr.models.algorithm;

import io.sbr.data.Sessions;
import io.sbr.data.TransitionCounts;
import io.sbr.data.UsageHistory;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.store.TransitionsFile;
import io.sbr.models.counting.CountingKind;
import io.sbr.models.counting.CountingRecommender;
import io.sbr.models.counting.Popularity;
import io.sbr.models.eval.Recommender;
import io.sbr.models.explain.CountingExplanation;
import io.sbr.models.explain.Explanation;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.run.RunWriter;
import io.sbr.models.run.ViewsFile;
import io.sbr.models.settings.ModelSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Models that count clicks and what came after what, for all users or for each. */
final class CountingAlgorithm extends OnePassAlgorithm {
  private final CountingKind kind;

  CountingAlgorithm(CountingKind kind) {
    this.kind = kind;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if it counts each user's own clicks and there is no user
   */
  @Override
  public void begin(Fitting fitting) {
    if (kind.usesPast() && fitting.data().train().history().sessionsByUser().count() == 0) {
      throw new IllegalArgumentException(
          kind.name()
              + " counts each user's clicks: the data have no users whose clicks have times");
    }
  }

  @Override
  Learned learn(ModelSettings settings, Sessions train, Popularity popularity) {
    Optional<TransitionCounts> transitions =
        kind.usesTransitions()
            ? Optional.of(TransitionCounts.of(train, popularity.itemCount()))
            : Optional.empty();
    return new Tables(
        kind, popularity, transitions, kind.factory().create(popularity, transitions));
  }

  @Override
  Fitted load(Loading loading, Popularity popularity) {
    RunDirectory run = loading.run();
    Optional<TransitionCounts> transitions =
        kind.usesTransitions()
            ? Optional.of(TransitionsFile.read(run.checked(run.transitions()), loading.items()))
            : Optional.empty();
    return new Tables(
        kind, popularity, transitions, kind.factory().create(popularity, transitions));
  }

  /**
   * A model with its tables.
   *
   * @param kind of model
   * @param popularity clicks on each item
   * @param transitions which item came right after which, if it asks
   * @param model counts
   */
  private record Tables(
      CountingKind kind,
      Popularity popularity,
      Optional<TransitionCounts> transitions,
      CountingRecommender model)
      implements Learned {
    @Override
    public void keep(RunWriter writer, UsageHistory history) throws IOException {
      if (transitions.isPresent()) {
        writer.replace(
            writer.directory().transitions(), TransitionsFile.gzipped(transitions.get()));
      }
      if (kind.usesPast()) {
        writer.replace(writer.directory().views(), ViewsFile.gzippedBySession(history));
      }
    }

    @Override
    public Recommender recommender() {
      return model;
    }

    @Override
    public Explanation explain(Question question) {
      GraphBatch batch = question.whole();
      List<CountingExplanation.Result> results = new ArrayList<>();
      for (int i = 0; i < question.top().items().length; i++) {
        int item = question.top().items()[i];
        results.add(
            new CountingExplanation.Result(
                question.items().id(item),
                question.top().scores()[i],
                model.count(batch, 0, item),
                model.popularity(item)));
      }
      return new CountingExplanation(
          kind.name(), question.clickIds(), question.unknown(), kind.counted(), results);
    }
  }
}
