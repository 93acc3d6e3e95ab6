package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.RecurrentKernels.GruBackward;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A gated recurrent unit over whole sequences, from zero states: all steps of {@link GruCell}, of
 * which only h·w_hhᵀ must wait for the step before. Rows are in order of time: the first steps of
 * all sequences, then the second steps of those that have one, …; sequences by falling length, so
 * that a step's rows belong to the first ones of the step before.
 *
 * <p>gi {@code [c, 3d]} holds the products of all inputs, w_hh is {@code [3d, d]}, b_hh, if there
 * is one, of size 3d; the result {@code [c, d]} is the state after each row. Gradients: each step's
 * goes back through the cell; those of w_hh and b_hh are one product and one sum over all steps.
 */
public final class GruSequence extends Operation {
  private final Var gi;
  private final Var w;
  private final Optional<Var> b;
  private final Steps steps;

  /** State before each row, of all steps. */
  private final Tensor before;

  /** The same step by step, with what else the backward pass reads. */
  private final Rows[] rows;

  /** One step's states before it, products of these, and gates. */
  private record Rows(Tensor before, Tensor product, Tensor gates) {}

  /**
   * Which rows are of which step.
   *
   * @param counts rows of each step, at least one each, never more than the step before has
   */
  public record Steps(int[] counts) {
    /** Checks the counts. */
    public Steps {
      for (int t = 0; t < counts.length; t++) {
        if (counts[t] < 1 || t > 0 && counts[t] > counts[t - 1]) {
          throw new IllegalArgumentException(
              "gru sequence: step %d has %d rows".formatted(t, counts[t]));
        }
      }
    }

    /** Number of rows of all steps. */
    int rows() {
      int rows = 0;
      for (int count : counts) {
        rows += count;
      }
      return rows;
    }
  }

  private GruSequence(Var gi, Var w, Optional<Var> b, Steps steps, Tensor before, Rows[] rows) {
    super("gru sequence", inputs(gi, w, b));
    this.gi = gi;
    this.w = w;
    this.b = b;
    this.steps = steps;
    this.before = before;
    this.rows = rows;
  }

  private static List<Var> inputs(Var gi, Var w, Optional<Var> b) {
    List<Var> inputs = new ArrayList<>(List.of(gi, w));
    b.ifPresent(inputs::add);
    return inputs;
  }

  /**
   * The state after each row.
   *
   * @throws IllegalArgumentException if gi has not one row for each of the steps' rows
   */
  public static Var of(Var gi, Var w, Optional<Var> b, Steps steps) {
    if (steps.rows() != gi.rows()) {
      throw new IllegalArgumentException(
          "gru sequence: steps of " + steps.rows() + " rows, inputs " + gi);
    }
    int d = w.cols();
    Tensor before = gi.arena().tensor(gi.rows(), d);
    Tensor gh = gi.arena().tensor(gi.rows(), 3 * d);
    Tensor gates = gi.arena().tensor(gi.rows(), 3 * d);
    Tensor states = gi.arena().tensor(gi.rows(), d);
    Rows[] rows = new Rows[steps.counts.length];
    int begin = 0;
    int previous = 0;
    for (int t = 0; t < steps.counts.length; t++) {
      int end = begin + steps.counts[t];
      Tensor h = before.rowRange(begin, end);
      Tensor product = gh.rowRange(begin, end);
      if (t == 0) {
        gi.backend().fill(h, 0);
        gi.backend().fill(product, 0);
      } else {
        gi.backend().copy(states.rowRange(previous, previous + steps.counts[t]), h);
        gi.backend().matmul(h, false, w.value(), true, product, false);
      }
      b.ifPresent(row -> gi.backend().addRow(product, row.value(), product));
      rows[t] = new Rows(h, product, gates.rowRange(begin, end));
      gi.backend()
          .gruCell(
              gi.value().rowRange(begin, end),
              product,
              h,
              rows[t].gates,
              states.rowRange(begin, end));
      previous = begin;
      begin = end;
    }
    return new GruSequence(gi, w, b, steps, before, rows).output(states);
  }

  @Override
  protected void backward(Var states) {
    Tensor dgi = gi.arena().tensor(gi.value().shape());
    Tensor dgh = gi.arena().tensor(gi.value().shape());
    // What arrives at each state: from outside, and later from the step after it.
    Tensor arriving = gi.arena().tensor(states.value().shape());
    gi.backend().copy(states.gradient(), arriving);
    Tensor dh = gi.arena().tensor(states.value().shape());
    int end = gi.rows();
    for (int t = steps.counts.length - 1; t >= 0; t--) {
      int begin = end - steps.counts[t];
      Tensor products = dgh.rowRange(begin, end);
      Tensor earlier = dh.rowRange(begin, end);
      gi.backend()
          .gruCellBackward(
              new GruBackward(
                  rows[t].gates,
                  rows[t].product,
                  rows[t].before,
                  arriving.rowRange(begin, end),
                  dgi.rowRange(begin, end),
                  products,
                  earlier));
      if (t > 0) {
        gi.backend().matmul(products, false, w.value(), false, earlier, true);
        int previous = begin - steps.counts[t - 1];
        Tensor target = arriving.rowRange(previous, previous + steps.counts[t]);
        gi.backend().add(target, earlier, target);
      }
      end = begin;
    }
    gi.accumulateGradient(dgi);
    if (w.needsGradient()) {
      Tensor dw = gi.arena().tensor(w.value().shape());
      gi.backend().matmul(dgh, true, before, false, dw, false);
      w.accumulateGradient(dw);
    }
    b.ifPresent(row -> AddBias.backward(row, dgh));
  }
}
