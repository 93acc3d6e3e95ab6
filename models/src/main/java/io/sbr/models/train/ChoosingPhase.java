package io.sbr.models.train;

import io.sbr.data.Examples;
import io.sbr.models.eval.Evaluation;
import io.sbr.models.eval.Metrics;
import io.sbr.models.nn.SessionModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Epochs that are compared with each other, on validation or on test: all that {@code honest} and
 * {@code paper} do, and how {@code final} finds out how many epochs to train.
 */
final class ChoosingPhase implements Phase {
  private final TrainSettings settings;
  private final TrainingData data;
  private final SessionModel model;
  private final RunStore store;
  private final TrainListener listener;
  private final Measuring measuring;
  private final List<EpochRecord> history;
  private boolean remarked;

  /** A phase that goes on after these epochs. */
  ChoosingPhase(
      TrainSettings settings,
      TrainingData data,
      SessionModel model,
      List<EpochRecord> history,
      RunStore store,
      TrainListener listener,
      Measuring measuring) {
    this.settings = settings;
    this.data = data;
    this.model = model;
    this.store = store;
    this.listener = listener;
    this.measuring = measuring;
    this.history = new ArrayList<>(history);
  }

  @Override
  public Examples examples() {
    return data.train();
  }

  @Override
  public void started(int batches, int epoch, int batch) {
    listener.started(settings, batches, epoch, batch);
  }

  @Override
  public boolean finished(int epochs) {
    boolean outOfPatience =
        settings.choosesEpoch()
            && BestEpochs.of(history).withoutImprovement() >= settings.byEpochs().patience();
    return outOfPatience || epochs >= settings.byEpochs().epochs();
  }

  /** The best weights and ranks are saved before the checkpoint that knows of them. */
  @Override
  public void ended(int epoch, double rate, double loss, Clocks start) throws IOException {
    Evaluation evaluation =
        measuring.measure(settings.protocol().comparesOn(), data.validation(), epoch);
    EpochRecord record =
        new EpochRecord(
            epoch,
            rate,
            loss,
            evaluation.metrics(settings.ks()),
            evaluation.lists().orElse(null),
            start.seconds(),
            start.cpuSeconds());
    List<EpochRecord> grown = new ArrayList<>(history);
    grown.add(record);
    BestEpochs best = BestEpochs.of(grown);
    if (best.selected(settings) == epoch) {
      measuring.blending().choose(epoch); // kept before the weights that it belongs to
    }
    history.add(record);
    // What final answers with has yet to be learned.
    if (settings.protocol() != Protocol.FINAL && best.selected(settings) == epoch) {
      store.saveModel(model.parameters(), epoch, Optional.of(record.metrics()));
    }
    if (settings.protocol() == Protocol.PAPER) {
      if (best.recall() == epoch) {
        store.saveRanks(RunStore.Figure.RECALL, epoch, evaluation.ranks());
      }
      if (best.mrr() == epoch) {
        store.saveRanks(RunStore.Figure.MRR, epoch, evaluation.ranks());
      }
    }
  }

  @Override
  public void saved() throws IOException {
    store.saveHistory(stopped());
    listener.epoch(history.get(history.size() - 1));
    if (!remarked) { // once is enough, and the last epoch's is in the report
      Optional<String> remark = LossRemark.of(history, data.itemCount());
      remark.ifPresent(listener::message);
      remarked = remark.isPresent();
    }
  }

  @Override
  public TrainingState state(int epoch, int nextBatch, long steps, double lossSum) {
    return new TrainingState(epoch, nextBatch, steps, lossSum, history, null);
  }

  @Override
  public TrainResult stopped() {
    return result(true, null);
  }

  @Override
  public TrainResult finish() throws IOException {
    if (settings.protocol() == Protocol.FINAL) {
      return result(false, null); // the end of this phase, not of the run
    }
    TrainResult result = result(false, test());
    store.saveHistory(result);
    return result;
  }

  /** The figures to report; null if there are no test examples. */
  private TrainResult.Figures test() throws IOException {
    BestEpochs best = BestEpochs.of(history);
    if (settings.protocol() == Protocol.PAPER) {
      EpochRecord selected = history.get(best.recall());
      Metrics mixed = selected.metrics().withMrrOf(history.get(best.mrr()).metrics());
      return new TrainResult.Figures(mixed, selected.lists(), Map.of());
    }
    if (data.test().count() == 0) {
      return null;
    }
    store.loadModel(model.parameters());
    Evaluation evaluation = measuring.measure("test", data.test(), history.size());
    int selected = best.selected(settings);
    store.saveRanks(RunStore.Figure.RECALL, selected, evaluation.ranks());
    return TrainResult.Figures.of(
        evaluation,
        settings.ks(),
        PartFigures.keep(measuring.blending(), store, selected, settings.ks()));
  }

  private TrainResult result(boolean stopped, TrainResult.Figures test) {
    return TrainResult.of(settings, stopped, history, List.of(), test);
  }
}
