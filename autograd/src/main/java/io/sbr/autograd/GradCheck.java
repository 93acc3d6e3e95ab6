package io.sbr.autograd;

import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.DType;
import io.sbr.tensor.Philox;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Compares the gradient that a backward pass gives with central differences, in double precision.
 *
 * <p>For F(x) = Σ c ⊙ f(x), with fixed random c so that no symmetry hides an error, every component
 * of every input is moved by ±h and ±h/2. The difference quotients D(h) = F′ + O(h²) and D(h/2)
 * tell how large the truncation error of D(h/2) is: about |D(h) − D(h/2)| / 3, so the whole
 * difference is taken as its bound. Rounding adds about u·Σ|c f|/h, of which 16 times are allowed
 * for the steps inside f. The gradient must agree within those two, doubled, plus 1e-6 relative.
 */
public final class GradCheck {
  private static final double STEP = 0x1p-13;
  private static final double RELATIVE = 1e-6;
  private static final double UNIT_ROUNDOFF = 0x1p-53;

  private final Backend backend;
  private final Function<List<Var>, Sum> function;
  private final List<Parameter> inputs;

  private GradCheck(Backend backend, Function<List<Var>, Sum> function, List<Parameter> inputs) {
    this.backend = backend;
    this.function = function;
    this.inputs = inputs;
  }

  /**
   * What is differentiated: Σ coefficient · component over all components of all values.
   *
   * @param backward walks the values' tape back from it
   */
  private record Sum(List<Var> values, double[] coefficients, Runnable backward) {
    /** Of one value, with coefficients in ±[0.5, 1.5). */
    static Sum of(Var output) {
      double[] coefficients = new double[output.value().size()];
      for (int i = 0; i < coefficients.length; i++) {
        float u = Philox.uniform(1, 0, i);
        coefficients[i] = u < 0.5 ? -0.5 - 2 * u : 2 * u - 0.5;
      }
      if (coefficients.length == 1) {
        return of(List.of(new Loss(output, coefficients[0])));
      }
      return new Sum(
          List.of(output),
          coefficients,
          () -> {
            int[] dims = output.value().shape().dims();
            output.tape().backward(output, output.arena().copyOf(coefficients, dims));
          });
    }

    /** Of losses, with their weights. */
    static Sum of(List<Loss> losses) {
      return new Sum(
          losses.stream().map(Loss::value).toList(),
          losses.stream().mapToDouble(Loss::weight).toArray(),
          () -> losses.get(0).value().tape().backward(losses));
    }
  }

  /**
   * The worst component found.
   *
   * @param input number of the input it belongs to
   * @param component its position in that input
   * @param analytic from the backward pass
   * @param numeric from central differences
   * @param error their distance divided by the bound: at most 1 when the gradient is right
   */
  public record Worst(int input, int component, double analytic, double numeric, double error) {
    /** Whether every component was within its bound. */
    public boolean passed() {
      return error <= 1;
    }
  }

  /**
   * Checks all inputs of a function of tensors. The inputs are changed while checking and restored.
   *
   * @param backend must compute in double precision
   * @param function from inputs to a value of any shape; deterministic
   * @param inputs where to differentiate
   * @throws IllegalArgumentException if the backend computes in single precision
   */
  public static Worst check(
      Backend backend, Function<List<Var>, Var> function, List<Tensor> inputs) {
    return checkSum(backend, x -> Sum.of(function.apply(x)), inputs);
  }

  /**
   * Checks all inputs of a weighted sum of losses. The inputs are changed while checking and
   * restored.
   *
   * @param backend must compute in double precision
   * @param losses from inputs to at least one loss; deterministic
   * @param inputs where to differentiate
   * @throws IllegalArgumentException if the backend computes in single precision
   */
  public static Worst checkLosses(
      Backend backend, Function<List<Var>, List<Loss>> losses, List<Tensor> inputs) {
    return checkSum(backend, x -> Sum.of(losses.apply(x)), inputs);
  }

  private static Worst checkSum(
      Backend backend, Function<List<Var>, Sum> function, List<Tensor> inputs) {
    if (backend.dtype() != DType.F64) {
      throw new IllegalArgumentException("gradient check needs float64, not " + backend.dtype());
    }
    List<Parameter> parameters = new ArrayList<>();
    for (Tensor input : inputs) {
      parameters.add(new Parameter("input " + parameters.size(), input));
    }
    return new GradCheck(backend, function, parameters).run();
  }

  private Worst run() {
    List<double[]> analytic = analytic();
    Worst worst = new Worst(-1, -1, 0, 0, 0);
    for (int i = 0; i < inputs.size(); i++) {
      Tensor tensor = inputs.get(i).value();
      double[] x = tensor.toDoubles();
      for (int c = 0; c < x.length; c++) {
        double original = x[c];
        double[] wide = quotient(tensor, x, c, STEP);
        double[] narrow = quotient(tensor, x, c, STEP / 2);
        x[c] = original;
        double gradient = analytic.get(i)[c];
        double truncation = Math.abs(wide[0] - narrow[0]);
        double rounding = 16 * UNIT_ROUNDOFF * narrow[1] / STEP;
        double bound = RELATIVE * Math.abs(gradient) + 2 * (truncation + rounding);
        double distance = Math.abs(gradient - narrow[0]);
        // Written so that NaN anywhere counts as an infinite error.
        double error =
            distance <= bound ? (distance == 0 ? 0 : distance / bound) : bad(distance, bound);
        if (error >= worst.error) {
          worst = new Worst(i, c, gradient, narrow[0], error);
        }
      }
      backend.write(x, tensor);
    }
    return worst;
  }

  private static double bad(double distance, double bound) {
    double error = distance / bound;
    return error > 1 ? error : Double.POSITIVE_INFINITY;
  }

  private List<double[]> analytic() {
    try (Arena arena = new Arena(backend)) {
      Tape tape = Tape.recording(arena);
      function.apply(inputs.stream().map(tape::parameter).toList()).backward().run();
      List<double[]> gradients = new ArrayList<>();
      for (Parameter input : inputs) {
        Tensor dense = arena.tensor(input.value().shape());
        backend.toDense(input.gradient(), dense);
        gradients.add(dense.toDoubles());
        input.gradient().clear();
      }
      return gradients;
    }
  }

  /** The central difference at component c, and Σ|c f| there. */
  private double[] quotient(Tensor tensor, double[] x, int c, double step) {
    double original = x[c];
    x[c] = original + step;
    backend.write(x, tensor);
    double[] above = value();
    x[c] = original - step;
    backend.write(x, tensor);
    double[] below = value();
    x[c] = original;
    return new double[] {(above[0] - below[0]) / (2 * step), Math.max(above[1], below[1])};
  }

  private double[] value() {
    try (Arena arena = new Arena(backend)) {
      Tape tape = Tape.inference(arena);
      Sum f = function.apply(inputs.stream().map(tape::parameter).toList());
      double sum = 0;
      double magnitude = 0;
      int i = 0;
      for (Var value : f.values()) {
        for (double component : value.value().toDoubles()) {
          double summand = f.coefficients()[i++] * component;
          sum += summand;
          magnitude += Math.abs(summand);
        }
      }
      return new double[] {sum, magnitude};
    }
  }
}
