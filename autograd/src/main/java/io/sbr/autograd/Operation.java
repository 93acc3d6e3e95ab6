package io.sbr.autograd;

import io.sbr.tensor.Tensor;
import java.util.List;

/**
 * A differentiable operation, applied once: its inputs, what its backward pass must remember, and
 * that backward pass. Each operation is one small class in {@code io.sbr.autograd.ops}, with a
 * static {@code of} that computes forward and with {@link #backward} beside it.
 */
public abstract class Operation {
  private final String name;
  private final List<Var> inputs;

  /**
   * An operation to be applied to these values.
   *
   * @param name kept on the tape so that graphs and errors can name it
   */
  protected Operation(String name, Var... inputs) {
    this(name, List.of(inputs));
  }

  /** An operation to be applied to these values. */
  protected Operation(String name, List<Var> inputs) {
    this.name = name;
    this.inputs = inputs;
  }

  /** The operation's name, for example {@code gru cell}. */
  public final String name() {
    return name;
  }

  /** What it was applied to. */
  public final List<Var> inputs() {
    return inputs;
  }

  /**
   * Hands the gradient of the output ({@link Var#gradient}, {@link Var#gradientNumber}) on to the
   * inputs ({@link Var#accumulateGradient}). Called at most once, when the output's gradient is
   * complete.
   */
  protected abstract void backward(Var output);

  /** Records the result on the tape of the first input and returns it. */
  protected final Var output(Tensor value) {
    return inputs.get(0).tape().record(value, this);
  }
}
