package io.sbr.models.sequence;

import io.sbr.models.graph.PlainLayers;
import java.util.Arrays;
import org.apache.commons.math3.special.Erf;

/** SASRec by loops that anyone can check: docs/models.md, section 18. */
final class PlainSasrec {
  private final PlainLayers layers;
  private final int d;
  private final int depth;
  private final int heads;
  private final int places;

  PlainSasrec(PlainLayers layers, int d, int depth, int heads, int places) {
    this.layers = layers;
    this.d = d;
    this.depth = depth;
    this.heads = heads;
    this.places = places;
  }

  /** Scores of all rows of the item table, its padding row first. */
  double[] scores(int[] session) {
    int l = session.length;
    double[][] x = new double[l][];
    for (int t = 0; t < l; t++) {
      int place = Math.max(0, t - Math.max(0, l - places));
      double[] placed =
          plus(row("item_embedding.weight", session[t]), row("position_embedding.weight", place));
      x[t] = norm("LayerNorm", placed);
    }
    for (int k = 0; k < depth; k++) {
      x = layer("trm_encoder.layer." + k, x);
    }
    return layers.scores("item_embedding.weight", x[l - 1]);
  }

  private double[][] layer(String name, double[][] x) {
    String attention = name + ".multi_head_attention";
    String inner = name + ".feed_forward";
    double[][] out = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double[] taken = attention(attention, x, t);
      double[] a =
          norm(attention + ".LayerNorm", plus(x[t], layers.linear(attention + ".dense", taken)));
      double[] one = layers.linear(inner + ".dense_1", a);
      double[] bent =
          Arrays.stream(one).map(v -> v * (1 + Erf.erf(v / Math.sqrt(2))) / 2).toArray();
      out[t] = norm(inner + ".LayerNorm", plus(a, layers.linear(inner + ".dense_2", bent)));
    }
    return out;
  }

  /** What click t takes from itself and those before. */
  private double[] attention(String name, double[][] x, int t) {
    double[] query = layers.linear(name + ".query", x[t]);
    double[] taken = new double[d];
    int width = d / heads;
    for (int head = 0; head < heads; head++) {
      double[] power = new double[t + 1];
      for (int s = 0; s <= t; s++) {
        double[] key = layers.linear(name + ".key", x[s]);
        double logit = 0;
        for (int c = head * width; c < (head + 1) * width; c++) {
          logit += query[c] * key[c] / Math.sqrt(width);
        }
        power[s] = Math.exp(logit);
      }
      double sum = Arrays.stream(power).sum();
      for (int s = 0; s <= t; s++) {
        double[] value = layers.linear(name + ".value", x[s]);
        for (int c = head * width; c < (head + 1) * width; c++) {
          taken[c] += power[s] / sum * value[c];
        }
      }
    }
    return taken;
  }

  private double[] norm(String name, double[] x) {
    double mean = Arrays.stream(x).average().orElseThrow();
    double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / d;
    double[] y = new double[d];
    Arrays.setAll(
        y,
        c ->
            (x[c] - mean) / Math.sqrt(variance + 1e-12) * layers.get(name + ".weight")[c]
                + layers.get(name + ".bias")[c]);
    return y;
  }

  private double[] row(String name, int row) {
    return Arrays.copyOfRange(layers.get(name), row * d, (row + 1) * d);
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sum = a.clone();
    Arrays.setAll(sum, c -> a[c] + b[c]);
    return sum;
  }
}
