package io.sbr.models.train;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.optim.Optimizer;
import io.sbr.autograd.optim.Schedule;
import io.sbr.data.Examples;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchLoader;
import io.sbr.data.batch.BatchOrder;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.eval.Evaluation;
import io.sbr.models.eval.Evaluator;
import io.sbr.models.eval.ListMetrics;
import io.sbr.models.eval.Metrics;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * The training loop: epochs of steps, an evaluation after each epoch, the best epoch by the
 * protocol, and a checkpoint at every point from which a later process may have to go on.
 *
 * <p>A batch is a function of seed, epoch and index, and a step a function of weights, moments and
 * batch; so the state saved after a step determines everything that follows, bit for bit.
 */
public final class Trainer {
  private static final String TEST = "test";

  private final TrainSettings settings;
  private final TrainingData data;
  private final SessionModel model;
  private final LearningSettings learning;
  private final Optimizer optimizer;
  private final Backend backend;
  private final RunStore store;
  private final TrainListener listener;
  private final BooleanSupplier stop;
  private final BatchOrder plan;
  private final BatchBuilder builder;
  private final Schedule schedule;
  private final LossMonitor losses;
  private final List<EpochRecord> history;
  private final int[] clicks;
  private int epoch;
  private int nextBatch;
  private boolean remarked;

  /**
   * A trainer that continues from {@code state}; weights, moments and step count must already be
   * those of the state.
   *
   * @param weights holds the model's parameters and moments; receives a little more
   * @param stop asked after every step; true saves a checkpoint and ends the run
   */
  public Trainer(
      TrainSettings settings,
      TrainingData data,
      SessionModel model,
      Optimizer optimizer,
      Arena weights,
      TrainingState state,
      RunStore store,
      TrainListener listener,
      BooleanSupplier stop) {
    this.settings = settings;
    this.data = data;
    this.model = model;
    this.learning = settings.byEpochs();
    this.optimizer = optimizer;
    this.backend = weights.backend();
    this.store = store;
    this.listener = listener;
    this.stop = stop;
    plan = model.batches(data.train().count(), learning.batchSize(), learning.seed());
    builder = new BatchBuilder(data.itemCount(), model.needs(), data.train().longestInput());
    schedule = learning.optimizer().schedule();
    losses = new LossMonitor(learning.lossEvery(), weights, state.lossSum());
    history = new ArrayList<>(state.history());
    clicks = data.train().sessions().clicksByItem(data.itemCount());
    epoch = state.epoch();
    nextBatch = state.nextBatch();
  }

  /**
   * Trains to the end, or until asked to stop.
   *
   * @throws TrainingException if a loss or weight is not finite, or saving fails; what was saved
   *     before is intact
   */
  public TrainResult run() {
    listener.started(settings, plan.batches(), epoch, nextBatch);
    try {
      while (!finished()) {
        Clocks start = Clocks.now();
        if (!trainEpoch()) {
          return result(true, null, null);
        }
        endEpoch(evaluation(part(), data.validation()), start);
      }
      return finish();
    } catch (CancellationException e) {
      return result(true, null, null); // in an evaluation, and a checkpoint was saved before it
    } catch (LostRunException e) {
      throw new TrainingException(e.getMessage(), e);
    } catch (IOException e) {
      throw new TrainingException(
          "cannot save: %s; last checkpoint, intact: %s"
              .formatted(TrainingException.reason(e), store.lastCheckpoint()),
          e);
    }
  }

  private boolean finished() {
    return epoch >= learning.epochs()
        || BestEpochs.of(history).withoutImprovement() >= learning.patience();
  }

  private String part() {
    return settings.protocol() == Protocol.HONEST ? "validation" : TEST;
  }

  /** Trains the rest of the epoch; false if asked to stop. Ends with a checkpoint either way. */
  private boolean trainEpoch() throws IOException {
    double rate = schedule.rate(epoch);
    int saved = nextBatch;
    boolean proceed = true;
    try (BatchLoader batches = new BatchLoader(builder, data.train(), plan, epoch, nextBatch)) {
      GraphBatch batch = batches.next();
      while (batch != null && proceed) {
        step(batch, rate);
        listener.step(epoch, nextBatch, plan.batches(), batch.sessions(), losses.latest(), rate);
        nextBatch++;
        proceed = !stop.getAsBoolean();
        if (nextBatch % learning.checkpointEvery() == 0) {
          save();
          saved = nextBatch;
        }
        batch = proceed ? batches.next() : null;
      }
    }
    if (nextBatch > saved) {
      save();
    }
    return proceed;
  }

  private void step(GraphBatch batch, double rate) {
    try (Arena arena = new Arena(backend)) {
      Tape tape = Tape.recording(arena);
      StepRandom random = StepRandom.of(learning.seed(), optimizer.steps());
      DeviceBatch device = DeviceBatch.upload(batch, arena);
      Var loss = model.loss(tape, device, random);
      tape.backward(loss);
      int ago = losses.add(loss.value(), batch.sessions());
      if (ago >= 0) {
        throw notFinite(nextBatch - ago, tape.firstNonFinite().map(Var::toString));
      }
      optimizer.step(rate);
    }
  }

  private TrainingException notFinite(int batch, Optional<String> where) {
    return new TrainingException(
        "the loss of epoch %d, batch %d is not finite; first value that is not: %s; a lower learning rate may help; last checkpoint: %s"
            .formatted(epoch, batch, where.orElse("the loss"), store.lastCheckpoint()),
        null);
  }

  private void save() throws IOException {
    int ago = losses.read();
    if (ago >= 0) {
      throw notFinite(nextBatch - 1 - ago, Optional.empty());
    }
    for (Parameter parameter : model.parameters()) {
      if (!backend.allFinite(parameter.value())) {
        throw new TrainingException(
            "%s is not finite after epoch %d, batch %d; last checkpoint: %s"
                .formatted(parameter, epoch, nextBatch - 1, store.lastCheckpoint()),
            null);
      }
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>(optimizer.state());
    tensors.putAll(model.state());
    store.saveCheckpoint(
        new TrainingState(epoch, nextBatch, optimizer.steps(), losses.sum(), history), tensors);
  }

  /** The best weights and ranks are saved before the checkpoint that knows of them. */
  private void endEpoch(Evaluation evaluation, Clocks start) throws IOException {
    EpochRecord record =
        new EpochRecord(
            epoch,
            schedule.rate(epoch),
            losses.sum() / data.train().count(),
            evaluation.metrics(settings.ks()),
            evaluation.lists().orElse(null),
            start.seconds(),
            start.cpuSeconds());
    history.add(record);
    BestEpochs best = BestEpochs.of(history);
    if (best.selected(settings.protocol()) == epoch) {
      store.saveModel(model.parameters(), record);
    }
    if (settings.protocol() == Protocol.PAPER) {
      if (best.recall() == epoch) {
        store.saveRanks(RunStore.Figure.RECALL, epoch, evaluation.ranks());
      }
      if (best.mrr() == epoch) {
        store.saveRanks(RunStore.Figure.MRR, epoch, evaluation.ranks());
      }
    }
    epoch++;
    nextBatch = 0;
    losses.reset();
    save();
    store.saveHistory(result(true, null, null));
    listener.epoch(record);
    if (!remarked) { // once is enough, and the last epoch's is in the report
      Optional<String> remark = LossRemark.of(history, data.itemCount());
      remark.ifPresent(listener::message);
      remarked = remark.isPresent();
    }
  }

  /** Ranks, and of the test part what is recommended: validation only compares epochs. */
  private Evaluation evaluation(String part, Examples examples) {
    Evaluator.Progress progress =
        (done, total) -> {
          listener.evaluating(part, done, total);
          return !stop.getAsBoolean();
        };
    try {
      Evaluator evaluator = new Evaluator(examples, settings.ks(), settings.ties());
      NeuralRecommender recommender = new NeuralRecommender(model, backend);
      return part.equals(TEST)
          ? evaluator.ranksAndLists(recommender, clicks, progress)
          : new Evaluation(evaluator.ranks(recommender, progress), Optional.empty());
    } catch (ArithmeticException e) {
      throw new TrainingException(
          "evaluation on %s in epoch %d: %s; last checkpoint: %s"
              .formatted(part, epoch, e.getMessage(), store.lastCheckpoint()),
          e);
    }
  }

  private TrainResult finish() throws IOException {
    TrainResult result;
    if (settings.protocol() == Protocol.PAPER) {
      BestEpochs best = BestEpochs.of(history);
      EpochRecord selected = history.get(best.recall());
      Metrics figures = selected.metrics().withMrrOf(history.get(best.mrr()).metrics());
      result = result(false, figures, selected.lists());
    } else if (data.test().count() == 0) {
      result = result(false, null, null);
    } else {
      store.loadModel(model.parameters());
      Evaluation test = evaluation(TEST, data.test());
      store.saveRanks(RunStore.Figure.RECALL, BestEpochs.of(history).mrr(), test.ranks());
      result = result(false, test.metrics(settings.ks()), test.lists().orElse(null));
    }
    store.saveHistory(result);
    return result;
  }

  private TrainResult result(boolean stopped, Metrics test, ListMetrics lists) {
    BestEpochs best = BestEpochs.of(history);
    return new TrainResult(
        stopped,
        List.copyOf(history),
        best.recall(),
        best.mrr(),
        best.selected(settings.protocol()),
        test,
        lists);
  }
}
