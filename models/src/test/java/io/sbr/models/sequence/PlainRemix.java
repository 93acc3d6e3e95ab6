package io.sbr.models.sequence;

import io.sbr.autograd.Parameter;
import io.sbr.models.nn.SessionModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** ReMix by loops that anyone can check: docs/models.md, section 14. */
final class PlainRemix {
  private final Map<String, double[]> w = new HashMap<>();
  private final int items;
  private final int d;
  private final int ages;
  private final double temperature;
  private final double soften;

  PlainRemix(SessionModel model, int items, int d, int ages, double temperature, double soften) {
    for (Parameter parameter : model.parameters()) {
      w.put(parameter.name(), parameter.value().toDoubles());
    }
    this.items = items;
    this.d = d;
    this.ages = ages;
    this.temperature = temperature;
    this.soften = soften;
  }

  /** p of items 1, 2, … for a session's clicks in order. */
  double[] probabilities(int[] clicks) {
    Map<Integer, Integer> counts = new HashMap<>();
    Map<Integer, Integer> age = new TreeMap<>();
    for (int t = 0; t < clicks.length; t++) {
      counts.merge(clicks[t], 1, Integer::sum);
      age.put(clicks[t], Math.min(clicks.length - 1 - t, ages - 1));
    }
    double[] s = session(clicks, counts);
    double[] z = new double[items + 1];
    for (int i = 1; i <= items; i++) {
      double[] e = row("item_embedding.weight", i, d);
      z[i] = dot(s, e) / (norm(s) * norm(e) * temperature);
    }
    double phi = 1 / (1 + Math.exp(-gate(clicks, s)));
    double own = 0;
    double others = 0;
    double[] power = new double[items + 1];
    for (int i = 1; i <= items; i++) {
      if (counts.containsKey(i)) {
        double lifted =
            z[i]
                + w.get("repeat.age")[age.get(i)]
                + w.get("repeat.count")[Math.min(counts.get(i), 4) - 1];
        own += power[i] = Math.exp(lifted);
      } else {
        others += power[i] = Math.exp(z[i] / soften);
      }
    }
    double[] p = new double[items];
    for (int i = 1; i <= items; i++) {
      p[i - 1] = counts.containsKey(i) ? phi * power[i] / own : (1 - phi) * power[i] / others;
    }
    return p;
  }

  private double[] session(int[] clicks, Map<Integer, Integer> counts) {
    int l = clicks.length;
    double[][] x = new double[l][];
    double[] mean = new double[d];
    for (int t = 0; t < l; t++) {
      x[t] = row("item_embedding.weight", clicks[t], d);
      for (int c = 0; c < d; c++) {
        mean[c] += x[t][c] / l;
      }
    }
    double[] asked =
        plus(times("attention.last.weight", d, x[l - 1]), times("attention.mean.weight", d, mean));
    double[] e = new double[l];
    for (int t = 0; t < l; t++) {
      double[] key =
          plus(
              plus(x[t], row("attention.age", Math.min(l - 1 - t, ages - 1), d)),
              row("attention.count", Math.min(counts.get(clicks[t]), 4) - 1, d));
      double[] inner = plus(times("attention.key.weight", d, key), asked);
      e[t] = dot(w.get("attention.v"), Arrays.stream(inner).map(Math::tanh).toArray());
    }
    double sum = Arrays.stream(e).map(Math::exp).sum();
    double[] s = new double[d];
    for (int t = 0; t < l; t++) {
      for (int c = 0; c < d; c++) {
        s[c] += Math.exp(e[t]) / sum * x[t][c];
      }
    }
    return w.containsKey("follow.weight") ? plus(s, times("follow.weight", d, x[l - 1])) : s;
  }

  private double gate(int[] clicks, double[] s) {
    int l = clicks.length;
    int length = l <= 2 ? l - 1 : l <= 4 ? 2 : l <= 9 ? 3 : 4;
    double[] last = row("item_embedding.weight", clicks[l - 1], d);
    double[] both = Arrays.copyOf(s, 2 * d);
    System.arraycopy(last, 0, both, d, d);
    double[] bias = w.get("repeat.one.bias");
    double[] inner = plus(times("repeat.one.weight", bias.length, both), bias);
    double[] hidden = plus(inner, row("repeat.length", length, bias.length));
    double[] positive = Arrays.stream(hidden).map(h -> Math.max(0, h)).toArray();
    return dot(w.get("repeat.two.weight"), positive) + w.get("repeat.two.bias")[0];
  }

  private double[] row(String name, int row, int cols) {
    return Arrays.copyOfRange(w.get(name), row * cols, (row + 1) * cols);
  }

  private double[] times(String name, int rows, double[] x) {
    double[] out = new double[rows];
    for (int r = 0; r < rows; r++) {
      out[r] = dot(row(name, r, x.length), x);
    }
    return out;
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sum = a.clone();
    Arrays.setAll(sum, c -> a[c] + b[c]);
    return sum;
  }

  private static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += a[c] * b[c];
    }
    return sum;
  }
}
