package io.sbr.models.graph;

import static io.sbr.models.graph.PlainLayers.dot;
import static io.sbr.models.graph.PlainLayers.softmax;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * PSR-GAT by plain loops, one session of one stranger at a time (docs/models.md, section 6): edges
 * are a list of objects, and pooling takes nodes and edges away.
 */
public final class PlainPsrGat {
  private final PlainLayers layers;
  private final int d;
  private final int heads;
  private List<Edge> edges = new ArrayList<>();

  /** An edge and its weight; {@code alpha} per head is what a layer gave it. */
  private record Edge(int source, int target, double weight, double[] alpha) {}

  public PlainPsrGat(PlainLayers layers, int d, int heads) {
    this.layers = layers;
    this.d = d;
    this.heads = heads;
  }

  /**
   * Scores of all items.
   *
   * @param seconds how long each click was viewed
   */
  public double[] scores(int[] session, double[] seconds) {
    int[] nodes = Arrays.stream(session).sorted().distinct().toArray();
    for (int t = 0; t + 1 < session.length; t++) {
      int source = Arrays.binarySearch(nodes, session[t]);
      int target = Arrays.binarySearch(nodes, session[t + 1]);
      edges.add(new Edge(source, target, weight(seconds[t]), null));
    }
    double[][] x = layers.rows("item_embedding.weight", nodes, d);
    x = pool("pool1", leaky(convolve("conv1", x, true)));
    x = pool("pool2", leaky(convolve("conv2", x, false)));
    double[][] read = new double[x.length][];
    for (int v = 0; v < x.length; v++) {
      read[v] = leaky(layers.linear("lin2", leaky(layers.linear("lin1", x[v]))));
    }
    double[] both = Arrays.copyOf(set2set(read), 2 * d + 1);
    both[2 * d] = weight(seconds[session.length - 1]);
    double[] s = layers.linear("lin3", both);
    double factor = Arrays.stream(layers.get("sta_weight")).sum();
    return Arrays.stream(layers.scores("item_embedding.weight", s)).map(y -> factor * y).toArray();
  }

  private static double weight(double seconds) {
    return Math.exp(-0.02 * seconds);
  }

  /** Replaces the edges by those used, each with its attention. */
  private double[][] convolve(String name, double[][] x, boolean concat) {
    double[] loops = new double[x.length];
    Arrays.fill(loops, 1);
    List<Edge> used = new ArrayList<>();
    for (Edge edge : edges) {
      if (edge.source == edge.target) {
        loops[edge.source] = edge.weight;
      } else {
        used.add(edge);
      }
    }
    for (int v = 0; v < x.length; v++) {
      used.add(new Edge(v, v, loops[v], null));
    }
    double[][] g = new double[x.length][];
    Arrays.setAll(g, v -> layers.linear(name + ".lin_l.weight", "none", x[v]));
    double[][] out = new double[x.length][heads * d];
    Edge[] attended = new Edge[used.size()];
    for (int v = 0; v < x.length; v++) {
      int node = v;
      int[] own =
          IntStream.range(0, attended.length).filter(e -> used.get(e).target == node).toArray();
      double[][] alpha = new double[heads][];
      for (int head = 0; head < heads; head++) {
        int h = head;
        alpha[h] =
            softmax(Arrays.stream(own).mapToDouble(e -> logit(name, g, used.get(e), h)).toArray());
      }
      for (int i = 0; i < own.length; i++) {
        Edge edge = used.get(own[i]);
        double[] given = new double[heads];
        for (int c = 0; c < heads * d; c++) {
          given[c / d] = alpha[c / d][i];
          out[v][c] += alpha[c / d][i] * g[edge.source][c];
        }
        attended[own[i]] = new Edge(edge.source, edge.target, edge.weight, given);
      }
    }
    edges = List.of(attended);
    double[] bias = layers.get(name + ".bias");
    for (int v = 0; v < out.length; v++) {
      double[] sum = out[v];
      out[v] = bias.clone();
      for (int c = 0; c < heads * d; c++) {
        out[v][concat ? c : c % d] += concat ? sum[c] : sum[c] / heads;
      }
    }
    return out;
  }

  private double logit(String name, double[][] g, Edge edge, int head) {
    double[] att = layers.get(name + ".att");
    double product = 0;
    for (int c = 0; c < d; c++) {
      product += att[head * 2 * d + c] * g[edge.target][head * d + c];
      product += att[head * 2 * d + d + c] * g[edge.source][head * d + c];
    }
    double logit = edge.weight * product;
    return logit > 0 ? logit : 0.2 * logit;
  }

  /** The nodes that stay, in their order, and the edges among them with their mean attention. */
  private double[][] pool(String name, double[][] x) {
    double[] p = layers.get(name + ".weight");
    double[] scores =
        Arrays.stream(x).mapToDouble(v -> Math.tanh(dot(v, p) / Math.sqrt(dot(p, p)))).toArray();
    int count = (int) Math.ceil(0.9f * x.length);
    int[] kept =
        IntStream.range(0, x.length)
            .boxed()
            .sorted((a, b) -> Double.compare(scores[b], scores[a]))
            .limit(count)
            .mapToInt(v -> v)
            .sorted()
            .toArray();
    List<Edge> left = new ArrayList<>();
    for (Edge edge : edges) {
      int source = Arrays.binarySearch(kept, edge.source);
      int target = Arrays.binarySearch(kept, edge.target);
      if (source >= 0 && target >= 0) {
        left.add(new Edge(source, target, Arrays.stream(edge.alpha).average().orElseThrow(), null));
      }
    }
    edges = left;
    double[][] pooled = new double[count][];
    Arrays.setAll(pooled, v -> Arrays.stream(x[kept[v]]).map(y -> y * scores[kept[v]]).toArray());
    return pooled;
  }

  private double[] set2set(double[][] x) {
    double[] q = new double[d];
    double[] both = new double[2 * d];
    for (int round = 0; round < 5; round++) {
      q = layers.gru("gp.gru", "_l0", both, q);
      double[] query = q;
      double[] a = softmax(Arrays.stream(x).mapToDouble(v -> dot(v, query)).toArray());
      both = Arrays.copyOf(q, 2 * d);
      for (int v = 0; v < x.length; v++) {
        for (int c = 0; c < d; c++) {
          both[d + c] += a[v] * x[v][c];
        }
      }
    }
    return both;
  }

  private static double[] leaky(double[] x) {
    return Arrays.stream(x).map(y -> y > 0 ? y : 0.01 * y).toArray();
  }

  private static double[][] leaky(double[][] x) {
    return Arrays.stream(x).map(PlainPsrGat::leaky).toArray(double[][]::new);
  }
}
