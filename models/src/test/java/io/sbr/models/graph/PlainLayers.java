package io.sbr.models.graph;

import io.sbr.autograd.Parameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parts that twins of models are made of, by plain loops over one vector at a time. */
public final class PlainLayers {
  private final Map<String, double[]> parameters = new HashMap<>();

  /** Layers with the values that these parameters have now. */
  public PlainLayers(List<Parameter> values) {
    values.forEach(p -> parameters.put(p.name(), p.value().toDoubles()));
  }

  /** A parameter's values. */
  public double[] get(String name) {
    return parameters.get(name);
  }

  /** W·x, + b where there is one. */
  public double[] linear(String weight, String bias, double[] x) {
    double[] w = parameters.get(weight);
    double[] b = parameters.get(bias);
    double[] y = b == null ? new double[w.length / x.length] : b.clone();
    for (int o = 0; o < y.length; o++) {
      for (int c = 0; c < x.length; c++) {
        y[o] += w[o * x.length + c] * x[c];
      }
    }
    return y;
  }

  /** NAME.weight·x + NAME.bias. */
  public double[] linear(String name, double[] x) {
    return linear(name + ".weight", name + ".bias", x);
  }

  /** The GRU cell of docs/models.md, section 0. */
  public double[] gru(String prefix, String suffix, double[] x, double[] h) {
    double[] gi = linear(prefix + ".weight_ih" + suffix, prefix + ".bias_ih" + suffix, x);
    double[] gh = linear(prefix + ".weight_hh" + suffix, prefix + ".bias_hh" + suffix, h);
    int d = h.length;
    double[] next = new double[d];
    for (int c = 0; c < d; c++) {
      double r = sigmoid(gi[c] + gh[c]);
      double z = sigmoid(gi[d + c] + gh[d + c]);
      double n = Math.tanh(gi[2 * d + c] + r * gh[2 * d + c]);
      next[c] = (1 - z) * n + z * h[c];
    }
    return next;
  }

  /** The read-out of docs/models.md, section 8. */
  public double[] nodeReadout(double[][] h, double[] last) {
    int d = last.length;
    double[] both = Arrays.copyOf(last, 2 * d);
    for (double[] node : h) {
      double[] one = linear("W_1", last);
      double[] two = linear("W_2", node);
      double[] hidden = new double[d];
      Arrays.setAll(hidden, c -> sigmoid(one[c] + two[c]));
      double alpha = linear("q", hidden)[0];
      for (int c = 0; c < d; c++) {
        both[d + c] += alpha * node[c];
      }
    }
    return linear("W_3", both);
  }

  /** The table's rows of items, from 1, in a table without a padding row. */
  public double[][] rows(String table, int[] items, int d) {
    double[][] rows = new double[items.length][];
    Arrays.setAll(
        rows, v -> Arrays.copyOfRange(parameters.get(table), (items[v] - 1) * d, items[v] * d));
    return rows;
  }

  /** s · e of every row of the table. */
  public double[] scores(String table, double[] s) {
    return linear(table, "none", s);
  }

  /** a · b. */
  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += a[c] * b[c];
    }
    return sum;
  }

  /** e^x / Σ e^x. */
  static double[] softmax(double[] x) {
    double[] y = Arrays.stream(x).map(Math::exp).toArray();
    double sum = Arrays.stream(y).sum();
    return Arrays.stream(y).map(e -> e / sum).toArray();
  }

  /** Position of a value. */
  public static int indexOf(int[] values, int wanted) {
    int i = 0;
    while (values[i] != wanted) {
      i++;
    }
    return i;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
