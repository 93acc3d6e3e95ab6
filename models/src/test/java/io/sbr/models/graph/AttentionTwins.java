package io.sbr.models.graph;

import io.sbr.data.batch.GraphBatch;
import io.sbr.models.nn.SessionModel;

/**
 * Attention weights as the published programs form them and the engine never does, by plain loops
 * from the states that the engine computed.
 */
final class AttentionTwins {
  private AttentionTwins() {}

  /**
   * TAGNN's target attention.
   *
   * @param weights {@code [B, N, L]} softmax over all positions, padding with logit 0 among them
   * @param vectors {@code [B, N, d]} what each item takes from each session
   */
  record Targets(double[] weights, double[] vectors) {}

  /**
   * Both tensors.
   *
   * @param states {@code [n, d]} the nodes', as they enter the read-out
   */
  static Targets targets(SessionModel model, GraphBatch batch, double[] states, int length) {
    int items = model.itemCount();
    int d = states.length / batch.nodes();
    double[] table = values(model, "embedding.weight");
    double[] queries = product(states, batch.nodes(), values(model, "linear_t.weight"), d, d);
    double[] weights = new double[batch.sessions() * items * length];
    double[] vectors = new double[batch.sessions() * items * d];
    for (int b = 0; b < batch.sessions(); b++) {
      int begin = batch.clickOffsets()[b];
      int clicks = batch.clickOffsets()[b + 1] - begin;
      for (int i = 0; i < items; i++) {
        double[] logits = new double[length]; // 0 at padding
        for (int t = 0; t < clicks; t++) {
          logits[t] = dot(queries, batch.clickNode()[begin + t], table, i + 1, d);
        }
        double[] beta = softmax(logits, length);
        System.arraycopy(beta, 0, weights, (b * items + i) * length, length);
        for (int t = 0; t < clicks; t++) {
          for (int c = 0; c < d; c++) {
            vectors[(b * items + i) * d + c] +=
                beta[t] * states[batch.clickNode()[begin + t] * d + c];
          }
        }
      }
    }
    return new Targets(weights, vectors);
  }

  /**
   * TAGNN++'s attention among the nodes of each session, {@code [n, padded]}: the mean over heads
   * of the weight that each node gives to those up to itself.
   *
   * @param states {@code [n, d]} as they enter the attention
   */
  static double[] heads(SessionModel model, GraphBatch batch, double[] states, int padded) {
    int heads = 2;
    int n = batch.nodes();
    int d = states.length / n;
    int width = d / heads;
    double[] bias = values(model, "attn.in_proj_bias");
    double[] qkv = product(states, n, values(model, "attn.in_proj_weight"), d, 3 * d);
    for (int i = 0; i < qkv.length; i++) {
      qkv[i] += bias[i % (3 * d)];
    }
    double[] mean = new double[n * padded];
    for (int v = 0; v < n; v++) {
      int first = batch.nodeOffsets()[batch.nodeSession()[v]];
      for (int head = 0; head < heads; head++) {
        double[] logits = new double[v - first + 1];
        for (int u = first; u <= v; u++) {
          for (int c = head * width; c < (head + 1) * width; c++) {
            logits[u - first] += qkv[v * 3 * d + c] * qkv[u * 3 * d + d + c] / Math.sqrt(width);
          }
        }
        double[] seen = softmax(logits, logits.length);
        for (int k = 0; k < seen.length; k++) {
          mean[v * padded + k] += seen[k] / heads;
        }
      }
    }
    return mean;
  }

  static double[] values(SessionModel model, String parameter) {
    return model.parameters().stream()
        .filter(p -> p.name().equals(parameter))
        .findFirst()
        .orElseThrow()
        .value()
        .toDoubles();
  }

  static double[] softmax(double[] logits, int count) {
    double[] result = new double[count];
    double sum = 0;
    for (int t = 0; t < count; t++) {
      result[t] = Math.exp(logits[t]);
      sum += result[t];
    }
    for (int t = 0; t < count; t++) {
      result[t] /= sum;
    }
    return result;
  }

  /** x {@code [n, in]} times the transpose of w {@code [out, in]}. */
  static double[] product(double[] x, int n, double[] w, int in, int out) {
    double[] y = new double[n * out];
    for (int r = 0; r < n; r++) {
      for (int o = 0; o < out; o++) {
        y[r * out + o] = dot(x, r, w, o, in);
      }
    }
    return y;
  }

  private static double dot(double[] a, int i, double[] b, int j, int d) {
    double sum = 0;
    for (int c = 0; c < d; c++) {
      sum += a[i * d + c] * b[j * d + c];
    }
    return sum;
  }
}
