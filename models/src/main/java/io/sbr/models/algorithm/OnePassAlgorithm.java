package io.sbr.models.algorithm;

import io.sbr.data.Sessions;
import io.sbr.data.UsageHistory;
import io.sbr.models.counting.Popularity;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.run.HistoryFile;
import io.sbr.models.run.PopularityFile;
import io.sbr.models.run.RanksFile;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.run.RunWriter;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.train.OnePass;
import io.sbr.models.train.TrainResult;
import java.io.IOException;
import java.util.Optional;

/**
 * Algorithms that look at the training sessions once: no weights, no epochs, no device. A run that
 * was stopped learns again. Popularity is kept for all of them, last: a run that has it has
 * learned.
 */
abstract class OnePassAlgorithm implements Algorithm {
  /** What was learned, before it is kept. */
  interface Learned extends Fitted {
    /** How often each item was clicked in the sessions that it learned from. */
    Popularity popularity();

    /**
     * Writes what {@link #load} needs; nothing if that is popularity alone.
     *
     * @param history what the users of the data viewed
     */
    void keep(RunWriter writer, UsageHistory history) throws IOException;

    @Override
    default int epoch() {
      return 0;
    }

    @Override
    default void close() {
      // tables are the collector's
    }
  }

  /**
   * Learns.
   *
   * @param popularity of the items in these sessions
   */
  abstract Learned learn(ModelSettings settings, Sessions train, Popularity popularity);

  /** Loads what was kept. */
  abstract Fitted load(Loading loading, Popularity popularity);

  @Override
  public final boolean usesBackend() {
    return false;
  }

  @Override
  public final Optional<LearningSettings> learning() {
    return Optional.empty();
  }

  @Override
  public void begin(Fitting fitting) {
    // what is learned is written when it is complete
  }

  @Override
  public final TrainResult fit(Fitting fitting) throws IOException {
    int items = fitting.data().itemCount();
    OnePass<Learned> pass =
        new OnePass<>(
            fitting.settings(),
            fitting.data(),
            train -> learn(fitting.settings().model(), train, Popularity.of(train, items)),
            Learned::recommender,
            fitting.listener(),
            fitting.stop());
    TrainResult result = pass.run();
    if (fitting.run().isPresent() && !result.stopped()) {
      RunWriter writer = fitting.run().get();
      RunDirectory run = writer.directory();
      pass.learned().keep(writer, fitting.data().train().history());
      writer.replace(
          run.popularity(), PopularityFile.gzipped(pass.learned().popularity().clicks()));
      if (pass.testRanks().isPresent()) {
        RanksFile ranks = new RanksFile(result.selectedEpoch(), pass.testRanks().get());
        writer.replace(run.ranks(), ranks.gzipped());
      }
      HistoryFile.write(writer, result);
    }
    return result;
  }

  @Override
  public final boolean isFitted(RunDirectory run) {
    return run.has(run.popularity());
  }

  @Override
  public final Fitted load(Loading loading) {
    RunDirectory run = loading.run();
    int[] clicks = PopularityFile.read(run.checked(run.popularity()), loading.items());
    return load(loading, new Popularity(clicks));
  }
}
