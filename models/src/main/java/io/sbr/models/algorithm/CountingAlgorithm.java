package io.sbr.models.algorithm;

import io.sbr.data.Sessions;
import io.sbr.data.TransitionCounts;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.store.TransitionsFile;
import io.sbr.models.counting.CountingKind;
import io.sbr.models.counting.CountingRecommender;
import io.sbr.models.counting.Popularity;
import io.sbr.models.eval.Recommender;
import io.sbr.models.explain.CountingExplanation;
import io.sbr.models.explain.Explanation;
import io.sbr.models.run.HistoryFile;
import io.sbr.models.run.PopularityFile;
import io.sbr.models.run.RanksFile;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.run.RunWriter;
import io.sbr.models.train.LearningSettings;
import io.sbr.models.train.OnePass;
import io.sbr.models.train.TrainResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Models that count the training sessions once. A run that was stopped counts again. */
final class CountingAlgorithm implements Algorithm {
  private final CountingKind kind;

  CountingAlgorithm(CountingKind kind) {
    this.kind = kind;
  }

  @Override
  public boolean usesBackend() {
    return false;
  }

  @Override
  public Optional<LearningSettings> learning() {
    return Optional.empty();
  }

  @Override
  public void begin(Fitting fitting) {
    // what is counted is written when it is complete
  }

  @Override
  public TrainResult fit(Fitting fitting) throws IOException {
    OnePass<Tables> pass =
        new OnePass<>(
            fitting.settings(),
            fitting.data(),
            sessions -> count(sessions, fitting.data().itemCount()),
            Tables::recommender,
            fitting.listener(),
            fitting.stop());
    TrainResult result = pass.run();
    if (fitting.run().isPresent() && !result.stopped()) {
      RunWriter writer = fitting.run().get();
      RunDirectory run = writer.directory();
      Tables learned = pass.learned();
      if (learned.transitions().isPresent()) {
        writer.replace(run.transitions(), TransitionsFile.gzipped(learned.transitions().get()));
      }
      writer.replace(run.popularity(), PopularityFile.gzipped(learned.popularity().clicks()));
      if (pass.testRanks().isPresent()) {
        RanksFile ranks = new RanksFile(result.selectedEpoch(), pass.testRanks().get());
        writer.replace(run.ranks(), ranks.gzipped());
      }
      HistoryFile.write(writer, result);
    }
    return result;
  }

  private Tables count(Sessions sessions, int itemCount) {
    return tables(
        Popularity.of(sessions, itemCount),
        kind.usesTransitions()
            ? Optional.of(TransitionCounts.of(sessions, itemCount))
            : Optional.empty());
  }

  private Tables tables(Popularity popularity, Optional<TransitionCounts> transitions) {
    return new Tables(
        kind, popularity, transitions, kind.factory().create(popularity, transitions));
  }

  @Override
  public boolean isFitted(RunDirectory run) {
    return run.has(run.popularity());
  }

  @Override
  public Fitted load(Loading loading) {
    int items = loading.items();
    RunDirectory run = loading.run();
    Popularity popularity =
        new Popularity(PopularityFile.read(run.checked(run.popularity()), items));
    Optional<TransitionCounts> transitions =
        kind.usesTransitions()
            ? Optional.of(TransitionsFile.read(run.checked(run.transitions()), items))
            : Optional.empty();
    return tables(popularity, transitions);
  }

  /**
   * A model with its tables.
   *
   * @param kind of model
   * @param popularity clicks on each item
   * @param transitions empty unless the kind uses them
   * @param model answers from both
   */
  private record Tables(
      CountingKind kind,
      Popularity popularity,
      Optional<TransitionCounts> transitions,
      CountingRecommender model)
      implements Fitted {
    @Override
    public Recommender recommender() {
      return model;
    }

    @Override
    public int epoch() {
      return 0;
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
      List<String> clicks =
          Arrays.stream(question.clicks()).mapToObj(question.items()::id).toList();
      return new CountingExplanation(
          kind.name(), clicks, question.unknown(), kind.counted(), results);
    }

    @Override
    public void close() {
      // tables are the collector's
    }
  }
}
