package io.sbr.bench.timing;

import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.optim.Optimizer;
import io.sbr.data.Examples;
import io.sbr.data.batch.BatchOrder;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.SharedPrefixes;
import io.sbr.models.Models;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.learning.OptimizerSettings;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.models.nn.Training;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import java.util.Optional;

/**
 * A model with its optimizer, ready to take training steps whose parts are timed. The loop of a
 * real run, without its bookkeeping.
 */
public final class StepRunner implements AutoCloseable {
  private final Backend backend;
  private final Arena weights;
  private final SessionModel model;
  private final OptimizerSettings learning;
  private final Optimizer adam;
  private final long seed;
  private long steps;

  /**
   * One step: its loss and the nanoseconds of its parts. On a device that computes asynchronously
   * the parts are times of launching; their sum is right, for a step ends when its loss is known.
   *
   * @param loss what the model makes smaller, before the update
   * @param forward upload, forward pass and loss
   * @param backward back to all parameters
   * @param adam the update
   */
  public record Timing(double loss, long forward, long backward, long adam) {}

  /** A freshly initialised model over this many items, learned as its kind was published. */
  public StepRunner(Backend backend, int items, ModelSettings settings, long seed) {
    this(backend, items, settings, Optional.empty(), seed);
  }

  /** The same of a model that is told of its training. */
  public StepRunner(
      Backend backend, int items, ModelSettings settings, Training training, long seed) {
    this(backend, items, settings, Optional.of(training), seed);
  }

  private StepRunner(
      Backend backend, int items, ModelSettings settings, Optional<Training> training, long seed) {
    this.backend = backend;
    this.seed = seed;
    weights = new Arena(backend);
    ModelContext untold = new ModelContext(items, Optional.empty(), weights, seed);
    model = Models.create(settings, training.map(untold::with).orElse(untold));
    learning = NeuralKind.of(settings.kind()).learning().optimizer();
    adam = learning.optimizer(model.parameters(), weights);
  }

  /** What the model's batches must hold. */
  public BatchSpec needs() {
    return model.needs();
  }

  /** What an entry of its batches stands for. */
  public SharedPrefixes entries() {
    return model.sharedPrefixes();
  }

  /** The order of a training on these examples. */
  BatchOrder order(Examples examples, int batch) {
    return model
        .lanes()
        .map(lanes -> lanes.order(examples))
        .orElseGet(() -> entries().shuffled(examples, batch, seed));
  }

  /** The model with the weights that it has at each call. */
  public NeuralRecommender recommender() {
    return new NeuralRecommender(model, backend);
  }

  /** Takes one step on this batch, with dropout where the model has any. */
  public Timing step(GraphBatch batch) {
    try (Arena arena = new Arena(backend)) {
      long begin = System.nanoTime();
      Tape tape = Tape.recording(arena);
      DeviceBatch input = DeviceBatch.upload(batch, arena);
      Var loss = model.loss(tape, input, StepRandom.of(seed, steps++));
      long forward = System.nanoTime();
      tape.backward(loss);
      long backward = System.nanoTime();
      adam.step(learning.lr());
      double value = loss.value().toDoubles()[0];
      long end = System.nanoTime();
      return new Timing(value, forward - begin, backward - forward, end - backward);
    }
  }

  /** Gives weights and moments back; the backend stays. */
  @Override
  public void close() {
    weights.close();
  }
}
