package io.sbr.models.nn.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.AddBias;
import io.sbr.autograd.ops.ColumnSlice;
import io.sbr.autograd.ops.Multiply;
import io.sbr.autograd.ops.Project;
import io.sbr.autograd.ops.RowSlice;
import io.sbr.autograd.ops.Scale;
import io.sbr.autograd.ops.Sigmoid;
import io.sbr.autograd.ops.Stack;
import io.sbr.autograd.ops.Tanh;
import io.sbr.models.nn.Init;
import io.sbr.models.nn.ParameterSet;
import java.util.ArrayList;
import java.util.List;

/**
 * GRU4Rec's recurrent unit over items themselves, not over vectors of them (docs/models.md, section
 * 19): each item has a row of what it adds to the gates. Unlike {@link Gru} it resets the state
 * before the product, and z weighs what is new. With the blocks c, r, z of an item's row x and of
 * the bias b:
 *
 * <pre>
 *   r = σ(x_r + b_r + W_r h)   z = σ(x_z + b_z + W_z h)   ñ = tanh(x_c + b_c + W_h (r ⊙ h))
 *   h′ = h + z ⊙ (ñ − h)
 * </pre>
 */
final class OneHotGru implements RecurrentUnit {
  private final Parameter inputs;
  private final Parameter gates;
  private final Parameter candidate;
  private final Parameter bias;

  /**
   * A unit of state width {@code d} over N items; its matrices are stored out × in, unlike in the
   * published program.
   */
  OneHotGru(ParameterSet parameters, int items, int d) {
    Init rows = Init.uniform(Math.sqrt(6.0 / (items + d)));
    inputs = parameters.create("Wx0.weight", rows, items, 3 * d);
    gates = parameters.create("Wrz0", Init.uniform(Math.sqrt(3.0 / d)), 2 * d, d);
    candidate = parameters.create("Wh0", Init.glorot(), d, d);
    bias = parameters.create("Bh0", Init.zeros(), 3 * d);
  }

  /** The items' rows, {@code [N, 3d]}. */
  Parameter inputs() {
    return inputs;
  }

  /** {@inheritDoc} The inputs are items' rows, {@code [n, 3d]}. */
  @Override
  public Var step(Var x, Var h) {
    Tape tape = h.tape();
    int d = h.cols();
    Var own = AddBias.of(x, tape.parameter(bias));
    Var rz =
        Sigmoid.of(
            Add.of(ColumnSlice.of(own, d, 3 * d), Project.of(h, tape.parameter(gates)))); // [n, 2d]
    Var reset = Multiply.of(ColumnSlice.of(rz, 0, d), h);
    Var fresh =
        Tanh.of(Add.of(ColumnSlice.of(own, 0, d), Project.of(reset, tape.parameter(candidate))));
    return Add.of(h, Multiply.of(ColumnSlice.of(rz, d, 2 * d), Add.of(fresh, Scale.of(h, -1))));
  }

  @Override
  public Var sequence(Var x, int[] counts) {
    int d = x.cols() / 3;
    List<Var> states = new ArrayList<>();
    int begin = 0;
    for (int count : counts) {
      Var h =
          begin == 0
              ? x.tape().constant(x.arena().filled(0, count, d), "no state")
              : RowSlice.of(states.get(states.size() - 1), 0, count);
      states.add(step(RowSlice.of(x, begin, begin + count), h));
      begin += count;
    }
    return Stack.of(states);
  }
}
