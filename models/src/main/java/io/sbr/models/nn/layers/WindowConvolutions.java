package io.sbr.models.nn.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.AddBias;
import io.sbr.autograd.ops.ColumnSlice;
import io.sbr.autograd.ops.Concat;
import io.sbr.autograd.ops.Convolution;
import io.sbr.autograd.ops.LeakyRelu;
import io.sbr.autograd.ops.MaxOverTime;
import io.sbr.autograd.ops.ProjectSteps;
import io.sbr.autograd.ops.Reshape;
import io.sbr.models.nn.Init;
import io.sbr.models.nn.ParameterSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Caser's convolutions over a window of clicks taken as an image, one click a row (docs/models.md,
 * section 21). Vertical filters weigh the rows, v_f = Σ_t w_t x_t + b; horizontal ones, of every
 * height h up to the window's, slide over h clicks at a time, and of each the largest answer is
 * kept: max_t ReLU(Σ_k w_k·x_{t+k} + b). PyTorch's initial values.
 */
public final class WindowConvolutions {
  private final int length;
  private final Filters vertical;
  private final List<Filters> horizontal;

  /**
   * Some filters alike.
   *
   * @param weight {@code [filters, inputs]}
   * @param bias {@code [filters]}
   */
  private record Filters(Parameter weight, Parameter bias) {
    static Filters of(ParameterSet set, int filters, int inputs) {
      Init init = Init.torch(inputs);
      return new Filters(
          set.create("weight", init, filters, inputs), set.create("bias", init, filters));
    }
  }

  /**
   * All filters, named {@code conv_v} and {@code conv_h}.
   *
   * @param length steps of the window
   * @param width of a click's vector, d
   * @param vertical filters of this kind
   * @param horizontal filters of this kind for each height
   */
  public WindowConvolutions(ParameterSet set, int length, int width, int vertical, int horizontal) {
    this.length = length;
    this.vertical = Filters.of(set.in("conv_v"), vertical, length);
    this.horizontal = new ArrayList<>();
    for (int height = 1; height <= length; height++) {
      ParameterSet place = set.in("conv_h").in(Integer.toString(height - 1));
      this.horizontal.add(Filters.of(place, horizontal, height * width));
    }
  }

  /** The weights without biases: what is regularised. */
  public List<Parameter> weights() {
    List<Parameter> weights = new ArrayList<>(List.of(vertical.weight));
    horizontal.forEach(filters -> weights.add(filters.weight));
    return weights;
  }

  /**
   * What all filters say of each window, the vertical ones first, {@code [B, vertical·d +
   * length·horizontal]}.
   *
   * @param x {@code [length·B, d]}, the first step of all windows, then their second, …
   */
  public Var apply(Var x) {
    Var said = x.tape().observe("conv_v", vertical(x));
    for (int height = 1; height <= length; height++) {
      said = Concat.of(said, horizontal(x, height));
    }
    return said;
  }

  /** {@code [B, vertical·d]}, filter by filter. */
  private Var vertical(Var x) {
    Tape tape = x.tape();
    int windows = x.rows() / length;
    Var steps = Reshape.of(x, length, windows * x.cols());
    Var weighed =
        AddBias.of(
            ProjectSteps.of(steps, tape.parameter(vertical.weight)),
            tape.parameter(vertical.bias)); // [B·d, vertical]
    Var all = null;
    for (int f = 0; f < weighed.cols(); f++) {
      Var one = Reshape.of(ColumnSlice.of(weighed, f, f + 1), windows, x.cols());
      all = all == null ? one : Concat.of(all, one);
    }
    return all;
  }

  /** {@code [B, horizontal]}: the bias comes after the largest, which it does not change. */
  private Var horizontal(Var x, int height) {
    Filters filters = horizontal.get(height - 1);
    Tape tape = x.tape();
    Var everywhere = Convolution.of(x, tape.parameter(filters.weight), length, height);
    Var largest = MaxOverTime.of(everywhere, length - height + 1);
    return LeakyRelu.of(AddBias.of(largest, tape.parameter(filters.bias)), 0);
  }
}
