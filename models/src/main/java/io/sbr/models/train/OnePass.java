package io.sbr.models.train;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.models.eval.Evaluation;
import io.sbr.models.eval.Evaluator;
import io.sbr.models.eval.Recommender;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Lets a model learn in one pass, and measures it as the protocol says: on validation, which with
 * {@code paper} is test, and then on test. With {@code final} it learns anew from all of train in
 * between, and that is the model. In a history it has a single epoch, without loss and rate.
 *
 * @param <M> what is learned
 */
public final class OnePass<M> {
  private final TrainSettings settings;
  private final TrainingData data;
  private final Function<Sessions, M> learn;
  private final Function<M, Recommender> ask;
  private final TrainListener listener;
  private final BooleanSupplier stop;
  private M learned;
  private int[] testRanks;

  /**
   * A pass to come.
   *
   * @param learn makes a model of nothing but these sessions
   * @param ask ranks with it
   * @param stop asked after every batch; true ends
   */
  public OnePass(
      TrainSettings settings,
      TrainingData data,
      Function<Sessions, M> learn,
      Function<M, Recommender> ask,
      TrainListener listener,
      BooleanSupplier stop) {
    this.settings = settings;
    this.data = data;
    this.learn = learn;
    this.ask = ask;
    this.listener = listener;
    this.stop = stop;
  }

  /** Learns and measures. */
  public TrainResult run() {
    listener.started(settings, 0, 0, 0);
    Clocks start = Clocks.now();
    try {
      learned = learn.apply(data.train().sessions());
      boolean paper = settings.protocol() == Protocol.PAPER;
      Evaluation chosen = evaluation(settings.protocol().comparesOn(), data.validation(), paper);
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
      List<FinalEpoch> anew = settings.protocol() == Protocol.FINAL ? List.of(anew()) : List.of();
      if (data.test().count() == 0) {
        return TrainResult.of(settings, false, List.of(record), anew, null);
      }
      Evaluation test = paper ? chosen : evaluation("test", data.test(), true);
      testRanks = test.ranks();
      return TrainResult.of(
          settings, false, List.of(record), anew, TrainResult.Figures.of(test, settings.ks()));
    } catch (CancellationException stopped) {
      return TrainResult.of(settings, true, List.of(), List.of(), null);
    }
  }

  private FinalEpoch anew() {
    listener.anew(settings, 1, 0, 0, 0);
    Clocks start = Clocks.now();
    learned = null; // not two at a time
    learned = learn.apply(data.learned().sessions());
    FinalEpoch record = new FinalEpoch(0, null, null, start.seconds(), start.cpuSeconds());
    listener.finalEpoch(record);
    return record;
  }

  /** Ranks, and of the test part what is recommended: validation only compares. */
  private Evaluation evaluation(String part, Examples examples, boolean lists) {
    Evaluator.Progress progress =
        (done, total) -> {
          listener.evaluating(part, done, total);
          return !stop.getAsBoolean();
        };
    Evaluator evaluator = new Evaluator(examples, settings.ks(), settings.ties());
    Recommender model = ask.apply(learned);
    int[] clicks = data.learned().sessions().clicksByItem(data.itemCount());
    return lists
        ? evaluator.ranksAndLists(model, clicks, progress)
        : new Evaluation(evaluator.ranks(model, progress), Optional.empty());
  }

  /** What was learned last: with {@code final} from all of train. */
  public M learned() {
    return learned;
  }

  /**
   * Ranks of the targets of the test part's examples, in order; empty if they were not measured.
   */
  public Optional<int[]> testRanks() {
    return Optional.ofNullable(testRanks);
  }
}
