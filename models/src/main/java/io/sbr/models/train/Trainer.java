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
import io.sbr.data.batch.ExampleWeights;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.OrderedEpochs;
import io.sbr.data.batch.SessionLanes;
import io.sbr.data.batch.SharedPrefixes;
import io.sbr.models.blend.Blending;
import io.sbr.models.eval.Evaluation;
import io.sbr.models.eval.Evaluator;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * The training loop: epochs of steps, and a checkpoint at every point from which a later process
 * may have to go on. What epochs are trained for, and so what is measured and kept, is the {@link
 * Phase}'s matter.
 *
 * <p>A batch is a function of seed, epoch and index, and a step a function of weights, moments and
 * batch; so the state saved after a step determines everything that follows, bit for bit.
 */
public final class Trainer {
  private static final String TEST = "test";

  private final TrainSettings settings;
  private final Phase phase;
  private final SessionModel model;
  private final LearningSettings learning;
  private final Optimizer optimizer;
  private final WeightAverage average;
  private final Backend backend;
  private final RunStore store;
  private final TrainListener listener;
  private final BooleanSupplier stop;
  private final BatchOrder plan;
  private final BatchBuilder builder;
  private final Schedule schedule;
  private final LossMonitor losses;
  private final int[] clicks;
  private Blending blending = Blending.NONE;
  private int epoch;
  private int nextBatch;

  /**
   * A trainer that continues from {@code state}; weights, moments, averages and step count must
   * already be those of the state.
   *
   * @param weights holds the model's parameters and moments; receives a little more
   * @param stop asked after every step; true saves a checkpoint and ends the run
   */
  public Trainer(
      TrainSettings settings,
      TrainingData data,
      SessionModel model,
      Optimizer optimizer,
      WeightAverage average,
      Arena weights,
      TrainingState state,
      RunStore store,
      TrainListener listener,
      BooleanSupplier stop) {
    this.settings = settings;
    Phase.Measuring measuring = new Measures();
    phase =
        state.learnsAnew()
            ? new FinalPhase(settings, data, model, state, store, listener, measuring)
            : new ChoosingPhase(settings, data, model, state.history(), store, listener, measuring);
    this.model = model;
    this.learning = settings.byEpochs();
    this.optimizer = optimizer;
    this.backend = weights.backend();
    this.store = store;
    this.listener = listener;
    this.stop = stop;
    plan = order();
    builder = builder(data.itemCount());
    schedule = learning.schedule();
    this.average = average;
    losses = new LossMonitor(learning.lossEvery(), weights, state.lossSum());
    clicks = phase.examples().sessions().clicksByItem(data.itemCount());
    epoch = state.epoch();
    nextBatch = state.nextBatch();
  }

  /** Weights are made of what the phase trains on: in another phase a session is of another age. */
  private BatchBuilder builder(int items) {
    Examples examples = phase.examples();
    BatchBuilder alike =
        new BatchBuilder(items, model.needs(), examples.longestInput())
            .sharing(model.sharedPrefixes());
    double recency = learning.course().recency();
    return recency == 0 ? alike : alike.weighted(ExampleWeights.byAge(examples, recency));
  }

  /** Shuffled, and the last epochs in order, if that is asked for; or in lanes. */
  private BatchOrder order() {
    Examples examples = phase.examples();
    Optional<SessionLanes> lanes = model.lanes();
    if (lanes.isPresent()) {
      return lanes.get().order(examples);
    }
    int ordered = learning.course().orderedEpochs();
    SharedPrefixes entries = model.sharedPrefixes();
    BatchOrder order = entries.shuffled(examples, learning.batchSize(), learning.seed());
    return ordered == 0
        ? order
        : new OrderedEpochs(
            order, entries.inOrder(examples, learning.batchSize()), learning.epochs() - ordered);
  }

  /** With something that is blended into what the network says of the test part. */
  public Trainer blendedWith(Blending other) {
    blending = other;
    return this;
  }

  /** Measures for the phase. */
  private final class Measures implements Phase.Measuring {
    @Override
    public Evaluation measure(String part, Examples examples, int measured) {
      return Trainer.this.measure(part, examples, measured);
    }

    @Override
    public Blending blending() {
      return blending;
    }
  }

  /**
   * Trains the phase to its end, or until asked to stop.
   *
   * @return with {@code final} the end of the first phase is not stopped and has no figures
   * @throws TrainingException if a loss or weight is not finite, or saving fails; what was saved
   *     before is intact
   */
  public TrainResult run() {
    phase.started(plan.batches(), epoch, nextBatch);
    try {
      while (!phase.finished(epoch)) {
        Clocks start = Clocks.now();
        if (!trainEpoch()) {
          return phase.stopped();
        }
        endEpoch(start);
      }
      average.settle();
      return phase.finish();
    } catch (CancellationException e) {
      return phase.stopped(); // in an evaluation, and a checkpoint was saved before it
    } catch (LostRunException e) {
      throw new TrainingException(e.getMessage(), e);
    } catch (IOException e) {
      throw new TrainingException(
          "cannot save: %s; last checkpoint, intact: %s"
              .formatted(TrainingException.reason(e), store.lastCheckpoint()),
          e);
    }
  }

  /** Trains the rest of the epoch; false if asked to stop. Ends with a checkpoint either way. */
  private boolean trainEpoch() throws IOException {
    int saved = nextBatch;
    boolean proceed = true;
    try (BatchLoader batches = new BatchLoader(builder, phase.examples(), plan, epoch, nextBatch)) {
      GraphBatch batch = batches.next();
      while (batch != null && proceed) {
        double rate =
            learning.course().warmth(optimizer.steps(), plan.batches())
                * schedule.rate(epoch, (double) nextBatch / plan.batches());
        step(batch, rate);
        listener.step(epoch, nextBatch, plan.batches(), batch.examples(), losses.latest(), rate);
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
      int ago = losses.add(loss.value(), batch.examples());
      if (ago >= 0) {
        throw notFinite(nextBatch - ago, tape.firstNonFinite().map(Var::toString));
      }
      optimizer.step(rate);
      average.after(optimizer.steps());
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
    tensors.putAll(average.state());
    store.saveCheckpoint(phase.state(epoch, nextBatch, optimizer.steps(), losses.sum()), tensors);
  }

  private void endEpoch(Clocks start) throws IOException {
    double loss = losses.sum() / phase.examples().count();
    average.during(() -> phase.ended(epoch, schedule.rate(epoch), loss, start));
    epoch++;
    nextBatch = 0;
    losses.reset();
    save();
    phase.saved();
  }

  /** Ranks, and of the test part what is recommended: validation only compares epochs. */
  private Evaluation measure(String part, Examples examples, int measured) {
    Evaluator.Progress progress =
        (done, total) -> {
          listener.evaluating(part, done, total);
          return !stop.getAsBoolean();
        };
    try {
      Evaluator evaluator = new Evaluator(examples, settings.ks(), settings.ties());
      NeuralRecommender recommender = new NeuralRecommender(model, backend);
      return part.equals(TEST)
          ? evaluator.ranksAndLists(blending.of(recommender), clicks, progress)
          : new Evaluation(evaluator.ranks(recommender, progress), Optional.empty());
    } catch (ArithmeticException e) {
      throw new TrainingException(
          "evaluation on %s in epoch %d: %s; last checkpoint: %s"
              .formatted(part, measured, e.getMessage(), store.lastCheckpoint()),
          e);
    }
  }
}
