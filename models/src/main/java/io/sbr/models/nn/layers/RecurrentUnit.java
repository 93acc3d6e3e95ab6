package io.sbr.models.nn.layers;

import io.sbr.autograd.Var;

/** A recurrent unit, a step at a time or over whole sequences. */
interface RecurrentUnit {
  /** The new states {@code [n, d]} from inputs {@code [n, in]} and states h {@code [n, d]}. */
  Var step(Var x, Var h);

  /**
   * The states after each step of whole sequences, from zeros, {@code [c, d]}.
   *
   * @param x {@code [c, in]} step after step, as {@link io.sbr.autograd.ops.GruSequence} wants its
   *     rows
   * @param counts rows of each step
   */
  Var sequence(Var x, int[] counts);
}
