package io.sbr.bench.jmh;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.GruSequence;
import io.sbr.bench.roofline.Work;
import io.sbr.bench.timing.MadeUpClicks;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.parts.TimeSteps;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Tensor;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * A gated recurrent unit over the clicks of a batch of sessions, step after step, as in NARM; the
 * product of all inputs, which it begins with, is an ordinary one ({@link DenseProduct}).
 */
public class UnrolledGru extends OnBackend {
  private static final int ITEMS = 43_097;

  /** Sessions, B. */
  @Param("512")
  public int batch;

  /** Width of a state, d. */
  @Param("100")
  public int hidden;

  private GruSequence.Steps steps;
  private Parameter inputs;
  private Parameter weights;
  private Tensor gradient;

  @Override
  void prepare() {
    steps = steps();
    int clicks = clicks();
    inputs = new Parameter("inputs", random(clicks, 3 * hidden));
    weights = new Parameter("weights", random(3 * hidden, hidden));
    gradient = random(clicks, hidden);
  }

  private GruSequence.Steps steps() {
    GraphBatch sessions = MadeUpClicks.batch(ITEMS, batch);
    return new GruSequence.Steps(new TimeSteps().build(sessions).counts());
  }

  private int clicks() {
    return MadeUpClicks.batch(ITEMS, batch).clickNode().length;
  }

  /** All states. */
  @Benchmark
  public void forward() {
    try (Arena own = new Arena(backend)) {
      await(states(Tape.inference(own)).value());
    }
  }

  /** All states, and the gradients of inputs and weights. */
  @Benchmark
  public void forwardAndBackward() {
    try (Arena own = new Arena(backend)) {
      Tape tape = Tape.recording(own);
      Var states = states(tape);
      tape.backward(states, gradient);
      await(states.value());
      inputs.gradient().clear();
      weights.gradient().clear();
    }
  }

  private Var states(Tape tape) {
    return GruSequence.of(tape.parameter(inputs), tape.parameter(weights), Optional.empty(), steps);
  }

  /**
   * For each click but the first of a session a product of d with 3d, forward; backward two more.
   * The cell costs 10 and 16 operations an element ({@link GruUpdate}). Inputs (3), states and the
   * weights are read and written once, backward again with a gradient each.
   */
  @Override
  public Map<String, Work> work() {
    double clicks = clicks();
    double square = 6.0 * hidden * hidden * (clicks - batch);
    double states = clicks * hidden;
    double weight = 3.0 * hidden * hidden;
    return Map.of(
        "forward", Work.of(square + 10 * states, 4 * states + weight),
        "forwardAndBackward", Work.of(3 * square + 26 * states, 8 * states + 2 * weight));
  }
}
