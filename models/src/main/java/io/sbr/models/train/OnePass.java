package io.sbr.models.train;

import io.sbr.data.Examples;
import io.sbr.models.eval.Evaluator;
import io.sbr.models.eval.Metrics;
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
      int[] chosen = ranks(paper ? "test" : "validation", data.validation());
      Metrics metrics = Metrics.of(chosen, settings.ks());
      EpochRecord record =
          new EpochRecord(0, null, null, metrics, start.seconds(), start.cpuSeconds());
      listener.epoch(record);
      if (!paper && data.test().count() == 0) {
        return new TrainResult(false, List.of(record), 0, 0, 0, null);
      }
      testRanks = paper ? chosen : ranks("test", data.test());
      Metrics test = Metrics.of(testRanks, settings.ks());
      return new TrainResult(false, List.of(record), 0, 0, 0, test);
    } catch (CancellationException stopped) {
      return new TrainResult(true, List.of(), -1, -1, -1, null);
    }
  }

  private int[] ranks(String part, Examples examples) {
    Evaluator.Progress progress =
        (done, total) -> {
          listener.evaluating(part, done, total);
          return !stop.getAsBoolean();
        };
    return new Evaluator(examples, settings.ks()).ranks(model, progress);
  }

  /**
   * Ranks of the targets of the test part's examples, in order; empty if they were not measured.
   */
  public Optional<int[]> testRanks() {
    return Optional.ofNullable(testRanks);
  }
}
