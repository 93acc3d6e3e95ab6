package io.sbr.models.train;

import io.sbr.data.Examples;
import io.sbr.models.eval.Evaluation;
import io.sbr.models.eval.Evaluator;
import io.sbr.models.eval.Recommender;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Measures a model that has learned in one pass as the protocol says: on validation, which with
 * {@code paper} is test, and then on test. In a history it has a single epoch, without loss and
 * rate.
 */
public final class OnePass {
  private final TrainSettings settings;
  private final TrainingData data;
  private final Recommender model;
  private final TrainListener listener;
  private final BooleanSupplier stop;
  private int[] testRanks;

  /**
   * A measuring to come.
   *
   * @param model has learned
   * @param stop asked after every batch; true ends
   */
  public OnePass(
      TrainSettings settings,
      TrainingData data,
      Recommender model,
      TrainListener listener,
      BooleanSupplier stop) {
    this.settings = settings;
    this.data = data;
    this.model = model;
    this.listener = listener;
    this.stop = stop;
  }

  /** Measures. */
  public TrainResult measure() {
    listener.started(settings, 0, 0, 0);
    Clocks start = Clocks.now();
    boolean paper = settings.protocol() == Protocol.PAPER;
    try {
      Evaluation chosen = evaluation(paper ? "test" : "validation", data.validation(), paper);
      EpochRecord record =
          new EpochRecord(
              0,
              null,
              null,
              chosen.metrics(settings.ks()),
              chosen.lists().orElse(null),
              start.seconds(),
              start.cpuSeconds());
      listener.epoch(record);
      if (!paper && data.test().count() == 0) {
        return new TrainResult(false, List.of(record), 0, 0, 0, null, null);
      }
      Evaluation test = paper ? chosen : evaluation("test", data.test(), true);
      testRanks = test.ranks();
      return new TrainResult(
          false, List.of(record), 0, 0, 0, test.metrics(settings.ks()), test.lists().orElse(null));
    } catch (CancellationException stopped) {
      return new TrainResult(true, List.of(), -1, -1, -1, null, null);
    }
  }

  private Evaluation evaluation(String part, Examples examples, boolean lists) {
    Evaluator.Progress progress =
        (done, total) -> {
          listener.evaluating(part, done, total);
          return !stop.getAsBoolean();
        };
    Evaluator evaluator = new Evaluator(examples, settings.ks(), settings.ties());
    return lists
        ? evaluator.ranksAndLists(
            model, data.train().sessions().clicksByItem(data.itemCount()), progress)
        : new Evaluation(evaluator.ranks(model, progress), Optional.empty());
  }

  /**
   * Ranks of the targets of the test part's examples, in order; empty if they were not measured.
   */
  public Optional<int[]> testRanks() {
    return Optional.ofNullable(testRanks);
  }
}
