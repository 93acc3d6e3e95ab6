package io.sbr.models.graph;

import io.sbr.autograd.Parameter;
import io.sbr.models.nn.layers.Readout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * SR-GNN and its variants by plain loops over dense matrices, one session at a time
 * (docs/models.md, sections 0 to 3): the twin that the engine is compared with where no golden case
 * exists.
 */
public final class PlainSrGnn {
  private final Map<String, double[]> parameters = new HashMap<>();
  private final int d;
  private final int steps;
  private final Readout readout;

  /**
   * A direction of a relation: row v says with what weight each node is received by v.
   *
   * @param prefix of the names of its parameters, before {@code in} or {@code out}
   */
  public record Graph(String prefix, double[][] in, double[][] out) {}

  public PlainSrGnn(List<Parameter> values, int d, int steps, Readout readout) {
    values.forEach(p -> parameters.put(p.name(), p.value().toDoubles()));
    this.d = d;
    this.steps = steps;
    this.readout = readout;
  }

  /** The session's distinct items, ascending: its nodes. */
  public static int[] nodes(int[] session) {
    return Arrays.stream(session).sorted().distinct().toArray();
  }

  /** Scores of items 1 … N for one session. */
  public double[] scores(int[] session, List<Graph> graphs) {
    int[] nodes = nodes(session);
    double[] table = parameters.get("embedding.weight");
    double[][] h = new double[nodes.length][];
    for (int v = 0; v < nodes.length; v++) {
      h[v] = Arrays.copyOfRange(table, nodes[v] * d, (nodes[v] + 1) * d);
    }
    for (int step = 0; step < steps; step++) {
      h = propagate(h, graphs);
    }
    double[] s = session(session, nodes, h);
    double[] scores = new double[table.length / d - 1];
    for (int i = 0; i < scores.length; i++) {
      for (int c = 0; c < d; c++) {
        scores[i] += s[c] * table[(i + 1) * d + c];
      }
    }
    return scores;
  }

  private double[][] propagate(double[][] h, List<Graph> graphs) {
    double[][] next = new double[h.length][d];
    for (int v = 0; v < h.length; v++) {
      double[] a = new double[2 * d * graphs.size()];
      for (int g = 0; g < graphs.size(); g++) {
        Graph graph = graphs.get(g);
        receive(graph.in[v], h, graph.prefix, "in", "b_iah", a, 2 * g * d);
        receive(graph.out[v], h, graph.prefix, "out", "b_oah", a, (2 * g + 1) * d);
      }
      double[] gi = linear("gnn.w_ih", "gnn.b_ih", a);
      double[] gh = linear("gnn.w_hh", "gnn.b_hh", h[v]);
      for (int c = 0; c < d; c++) {
        double r = sigmoid(gi[c] + gh[c]);
        double z = sigmoid(gi[d + c] + gh[d + c]);
        double n = Math.tanh(gi[2 * d + c] + r * gh[2 * d + c]);
        next[v][c] = (1 - z) * n + z * h[v][c];
      }
    }
    return next;
  }

  private void receive(
      double[] weights,
      double[][] h,
      String prefix,
      String way,
      String bias,
      double[] a,
      int column) {
    String map = prefix + ".linear_edge_" + way;
    for (int u = 0; u < h.length; u++) {
      double[] sent = linear(map + ".weight", map + ".bias", h[u]);
      for (int c = 0; c < d; c++) {
        a[column + c] += weights[u] * sent[c];
      }
    }
    for (int c = 0; c < d; c++) {
      a[column + c] += parameters.get(prefix + "." + bias)[c];
    }
  }

  private double[] session(int[] session, int[] nodes, double[][] h) {
    double[] last = h[Arrays.binarySearch(nodes, session[session.length - 1])];
    double[] mean = new double[d];
    for (double[] node : h) {
      for (int c = 0; c < d; c++) {
        mean[c] += node[c] / h.length;
      }
    }
    double[] global = new double[d];
    for (int item : session) {
      double[] clicked = h[Arrays.binarySearch(nodes, item)];
      double[] one = linear("linear_one.weight", "linear_one.bias", last);
      double[] two = linear("linear_two.weight", "linear_two.bias", clicked);
      double alpha = 0;
      for (int c = 0; c < d; c++) {
        alpha += parameters.get("linear_three.weight")[c] * sigmoid(one[c] + two[c]);
      }
      for (int c = 0; c < d; c++) {
        global[c] += alpha * clicked[c];
      }
    }
    double[] both = Arrays.copyOf(global, 2 * d);
    System.arraycopy(last, 0, both, d, d);
    return switch (readout) {
      case HYBRID -> linear("linear_transform.weight", "linear_transform.bias", both);
      case ATTENTION -> global;
      case LAST -> last;
      case AVERAGE -> mean;
    };
  }

  private double[] linear(String weight, String bias, double[] x) {
    double[] w = parameters.get(weight);
    double[] y = parameters.get(bias).clone();
    for (int o = 0; o < y.length; o++) {
      for (int c = 0; c < x.length; c++) {
        y[o] += w[o * x.length + c] * x[c];
      }
    }
    return y;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
