package io.sbr.kernels.reference;

import io.sbr.kernels.Shapes;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.OptimizerKernels;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Tensor;
import java.util.List;

/**
 * Adam and Adagrad on a gradient that is first written out in full: simple, and as large as the
 * parameter; and the clipping of such a gradient.
 */
interface ReferenceOptimizer extends OptimizerKernels {
  @Override
  default void adam(
      Tensor weights,
      Tensor firstMoment,
      Tensor secondMoment,
      List<GradientTerm> gradient,
      AdamStep step) {
    Shapes.same("adam", weights, firstMoment, secondMoment);
    double[] sum = sum("adam", gradient, weights);
    double[] wv = HostBuffer.of(weights);
    double[] mv = HostBuffer.of(firstMoment);
    double[] vv = HostBuffer.of(secondMoment);
    double correction1 = 1 - StrictMath.pow(step.beta1(), step.step());
    double correction2 = 1 - StrictMath.pow(step.beta2(), step.step());
    for (int i = 0; i < sum.length; i++) {
      int w = weights.offset() + i;
      int m = firstMoment.offset() + i;
      int v = secondMoment.offset() + i;
      double g = sum[i] + step.weightDecay() * wv[w];
      mv[m] = step.beta1() * mv[m] + (1 - step.beta1()) * g;
      vv[v] = step.beta2() * vv[v] + (1 - step.beta2()) * g * g;
      double root = Math.sqrt(vv[v]) / Math.sqrt(correction2);
      wv[w] -= step.rate() * (mv[m] / correction1) / (root + step.epsilon());
    }
  }

  @Override
  default void adagrad(
      Tensor weights, Tensor squares, Tensor velocity, Tensor gradient, AdagradStep step) {
    Shapes.same("adagrad", weights, squares, velocity, gradient);
    double[] gv = HostBuffer.of(gradient);
    for (int i = 0; i < weights.size(); i++) {
      adagrad(weights, squares, velocity, i, gv[gradient.offset() + i], step);
    }
  }

  @Override
  default void adagradRows(
      Tensor weights,
      Tensor squares,
      Tensor velocity,
      RowGather index,
      Tensor values,
      AdagradStep step) {
    Shapes.same("adagradRows", weights, squares, velocity);
    Shapes.gatheredRows("adagradRows", weights, index, values);
    int cols = weights.cols();
    double[] sum = new double[weights.size()];
    ReferenceRagged.addRows(values, index, sum, 0);
    int[] rows = HostBuffer.of(index.rows());
    for (int u = 0; u < index.distinct(); u++) {
      for (int i = rows[u] * cols; i < (rows[u] + 1) * cols; i++) {
        adagrad(weights, squares, velocity, i, sum[i], step);
      }
    }
  }

  /** One element's step. */
  private static void adagrad(
      Tensor weights, Tensor squares, Tensor velocity, int i, double g, AdagradStep step) {
    double[] av = HostBuffer.of(squares);
    double[] vv = HostBuffer.of(velocity);
    int a = squares.offset() + i;
    int v = velocity.offset() + i;
    av[a] += g * g;
    vv[v] = step.momentum() * vv[v] - step.rate() * g / Math.sqrt(av[a] + step.epsilon());
    HostBuffer.of(weights)[weights.offset() + i] += vv[v];
  }

  @Override
  default void toDense(List<GradientTerm> terms, Tensor out) {
    double[] sum = sum("toDense", terms, out);
    System.arraycopy(sum, 0, HostBuffer.of(out), out.offset(), sum.length);
  }

  @Override
  default void clipUnits(Tensor weights, Tensor gradient, double ratio, double epsilon) {
    Shapes.same("clipUnits", weights, gradient);
    double[] gv = HostBuffer.of(gradient);
    int units = weights.shape().rank() < 2 ? 1 : weights.rows();
    int length = units == 0 ? 0 : weights.size() / units;
    for (int unit = 0; unit < units; unit++) {
      double norm = norm(gradient, unit * length, length);
      double limit = ratio * Math.max(norm(weights, unit * length, length), epsilon);
      for (int i = 0; i < length && norm > limit; i++) {
        gv[gradient.offset() + unit * length + i] *= limit / norm;
      }
    }
  }

  @Override
  default void average(Tensor mean, Tensor value, double share) {
    Shapes.same("average", mean, value);
    double[] mv = HostBuffer.of(mean);
    double[] vv = HostBuffer.of(value);
    for (int i = 0; i < mean.size(); i++) {
      mv[mean.offset() + i] += share * (vv[value.offset() + i] - mv[mean.offset() + i]);
    }
  }

  /** √Σ x² over n elements of x. */
  static double norm(Tensor x, int from, int n) {
    double[] xv = HostBuffer.of(x);
    double sum = 0;
    for (int i = from; i < from + n; i++) {
      sum += xv[x.offset() + i] * xv[x.offset() + i];
    }
    return Math.sqrt(sum);
  }

  /** Σ terms over the whole parameter, in a new array. */
  private static double[] sum(String operation, List<GradientTerm> terms, Tensor parameter) {
    Shapes.gradient(operation, terms, parameter);
    double[] sum = new double[parameter.size()];
    for (GradientTerm term : terms) {
      add(operation, term, sum, term.firstRow() * parameter.cols());
    }
    return sum;
  }

  /** target[begin …] += a term. */
  private static void add(String operation, GradientTerm term, double[] target, int begin) {
    term.accept(
        new GradientTerm.Visitor<Void>() {
          @Override
          public Void dense(GradientTerm.Dense dense) {
            double[] values = HostBuffer.of(dense.values());
            for (int i = 0; i < dense.values().size(); i++) {
              target[begin + i] += values[dense.values().offset() + i];
            }
            return null;
          }

          @Override
          public Void rows(GradientTerm.Rows rows) {
            ReferenceRagged.addRows(rows.values(), rows.index(), target, begin);
            return null;
          }

          @Override
          public Void product(GradientTerm.Product product) {
            addProduct(product, target, begin);
            return null;
          }

          @Override
          public Void tiled(GradientTerm.Tiled tiled) {
            throw new IllegalArgumentException(
                operation + ": the reference backend made no tiled gradient");
          }
        });
  }

  /** target[begin + r·c …] += leftᵀ·right. */
  private static void addProduct(GradientTerm.Product product, double[] target, int begin) {
    Tensor left = product.left();
    Tensor right = product.right();
    double[] lv = HostBuffer.of(left);
    double[] rv = HostBuffer.of(right);
    int rows = left.cols();
    int cols = right.cols();
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < cols; c++) {
        double sum = 0;
        for (int k = 0; k < left.rows(); k++) {
          sum += lv[left.offset() + k * rows + r] * rv[right.offset() + k * cols + c];
        }
        target[begin + r * cols + c] += sum;
      }
    }
  }
}
