package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;
import java.util.List;

/** Matrices of one width, one below the other. Gradient: each takes its rows. */
public final class Stack extends Operation {
  private Stack(List<Var> parts) {
    super("stack", parts);
  }

  /**
   * The parts as one, {@code [Σ n, c]}.
   *
   * @param parts at least one, each {@code [n, c]}
   */
  public static Var of(List<Var> parts) {
    Var first = parts.get(0);
    int rows = parts.stream().mapToInt(Var::rows).sum();
    Tensor y = first.arena().tensor(rows, first.cols());
    int at = 0;
    for (Var part : parts) {
      first.backend().copy(part.value(), y.rowRange(at, at + part.rows()));
      at += part.rows();
    }
    return new Stack(List.copyOf(parts)).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dy = y.gradient();
    int at = 0;
    for (Var part : inputs()) {
      part.accumulateGradient(dy.rowRange(at, at + part.rows()));
      at += part.rows();
    }
  }
}
