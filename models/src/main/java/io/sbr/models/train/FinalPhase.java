package io.sbr.models.train;

import io.sbr.data.Examples;
import io.sbr.models.eval.Evaluation;
import io.sbr.models.nn.SessionModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The second half of {@code final}: as many epochs as were best on validation, or as were planned,
 * from the same seed, on all of train. Nothing is left to measure an epoch on, and nothing to
 * choose: the last one is the model, and the test part is read once.
 */
final class FinalPhase implements Phase {
  private final TrainSettings settings;
  private final TrainingData data;
  private final SessionModel model;
  private final RunStore store;
  private final TrainListener listener;
  private final Measuring measuring;
  private final List<EpochRecord> history;
  private final List<FinalEpoch> epochs;

  /** A phase that goes on where a run was left; its history has chosen the number of epochs. */
  FinalPhase(
      TrainSettings settings,
      TrainingData data,
      SessionModel model,
      TrainingState state,
      RunStore store,
      TrainListener listener,
      Measuring measuring) {
    this.settings = settings;
    this.data = data;
    this.model = model;
    this.store = store;
    this.listener = listener;
    this.measuring = measuring;
    history = state.history();
    epochs = new ArrayList<>(state.finalEpochs());
  }

  private int wanted() {
    return settings.choosesEpoch()
        ? BestEpochs.of(history).selected(settings) + 1
        : settings.byEpochs().epochs();
  }

  @Override
  public Examples examples() {
    return data.learned();
  }

  @Override
  public void started(int batches, int epoch, int batch) {
    listener.anew(settings, wanted(), batches, epoch, batch);
  }

  @Override
  public boolean finished(int done) {
    return done >= wanted();
  }

  @Override
  public void ended(int epoch, double rate, double loss, Clocks start) {
    epochs.add(new FinalEpoch(epoch, rate, loss, start.seconds(), start.cpuSeconds()));
  }

  @Override
  public void saved() throws IOException {
    store.saveHistory(stopped());
    listener.finalEpoch(epochs.get(epochs.size() - 1));
  }

  @Override
  public TrainingState state(int epoch, int nextBatch, long steps, double lossSum) {
    return new TrainingState(epoch, nextBatch, steps, lossSum, history, epochs);
  }

  @Override
  public TrainResult stopped() {
    return TrainResult.of(settings, true, history, epochs, null);
  }

  @Override
  public TrainResult finish() throws IOException {
    int last = wanted() - 1;
    store.saveModel(
        model.parameters(),
        last,
        history.isEmpty() ? Optional.empty() : Optional.of(history.get(last).metrics()));
    Evaluation evaluation = measuring.measure("test", data.test(), last);
    store.saveRanks(RunStore.Figure.RECALL, last, evaluation.ranks());
    TrainResult.Figures test =
        TrainResult.Figures.of(
            evaluation,
            settings.ks(),
            PartFigures.keep(measuring.blending(), store, last, settings.ks()));
    TrainResult result = TrainResult.of(settings, false, history, epochs, test);
    store.saveHistory(result);
    return result;
  }
}
