package io.sbr.kernels.cpu;

import io.sbr.kernels.cpu.loops.Loops;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import io.sbr.tensor.AttentionKernels.Attention;
import io.sbr.tensor.Philox;
import io.sbr.tensor.Tensor;
import java.util.Arrays;

/**
 * Attention within one segment after another, head by head and query by query: a query's
 * probabilities are one row of scratch, and a segment's keys and values stay in the cache while all
 * of its queries pass over them.
 */
final class SegmentAttention {
  /** Rows of {@code heads} vectors of c numbers each. */
  private record Rows(float[] values, int offset, int width, int c) {
    /** Where the vector of a row's head begins. */
    int at(int row, int head) {
      return offset + row * width + head * c;
    }
  }

  private final Loops loops;
  private final Attention attention;
  private final int[] offsets;
  private final int c;
  private final float scale;
  private final Rows q;
  private final Rows k;
  private final Rows v;
  private final Rows logSums;

  SegmentAttention(
      Loops loops,
      Attention attention,
      int[] offsets,
      Tensor q,
      Tensor k,
      Tensor v,
      Tensor logSums) {
    this.loops = loops;
    this.attention = attention;
    this.offsets = offsets;
    c = q.cols() / attention.heads();
    scale = (float) (1 / Math.sqrt(c));
    this.q = rows(q, c);
    this.k = rows(k, c);
    this.v = rows(v, c);
    this.logSums = rows(logSums, 1);
  }

  private static Rows rows(Tensor x, int c) {
    return new Rows(CpuMemory.floats(x), x.offset(), x.cols(), c);
  }

  /** Writes logSums and out for the rows of segments {@code [from, to)}. */
  void forward(int from, int to, Tensor result) {
    Rows out = rows(result, c);
    for (int s = from; s < to; s++) {
      for (int head = 0; head < attention.heads(); head++) {
        for (int i = offsets[s]; i < offsets[s + 1]; i++) {
          forward(offsets[s], keys(s, i), i, head, out);
        }
      }
    }
  }

  /** How many rows of segment s query i sees, from the first. */
  private int keys(int s, int i) {
    return (attention.causal() ? i + 1 : offsets[s + 1]) - offsets[s];
  }

  private void forward(int begin, int keys, int i, int head, Rows out) {
    float[] p = scores(begin, keys, i, head);
    float max = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < keys; j++) {
      max = Math.max(max, p[j]);
    }
    float sum = powers(p, keys, max);
    logSums.values[logSums.at(i, head)] = (float) (max + Math.log(sum));
    int to = out.at(i, head);
    Arrays.fill(out.values, to, to + c, 0);
    float[] kept = factors(i, head, keys);
    for (int j = 0; j < keys; j++) {
      float weight = p[j] / sum * kept[j];
      loops.addScaled(weight, v.values, v.at(begin + j, head), out.values, to, c);
    }
  }

  /** Writes dq, dk and dv for the rows of segments {@code [from, to)}. */
  void backward(int from, int to, Tensor result, Tensor dresult, Tensor dq, Tensor dk, Tensor dv) {
    Rows out = rows(result, c);
    Rows dout = rows(dresult, c);
    Rows[] gradients = {rows(dq, c), rows(dk, c), rows(dv, c)};
    for (Rows gradient : gradients) {
      Arrays.fill(gradient.values, gradient.at(offsets[from], 0), gradient.at(offsets[to], 0), 0);
    }
    for (int s = from; s < to; s++) {
      for (int head = 0; head < attention.heads(); head++) {
        for (int i = offsets[s]; i < offsets[s + 1]; i++) {
          backward(offsets[s], keys(s, i), i, head, out, dout, gradients);
        }
      }
    }
  }

  private void backward(
      int begin, int keys, int i, int head, Rows out, Rows dout, Rows[] gradients) {
    int query = q.at(i, head);
    int up = dout.at(i, head);
    float d = loops.dot(dout.values, up, out.values, out.at(i, head), c); // D_i
    float[] p = scores(begin, keys, i, head);
    powers(p, keys, logSums.values[logSums.at(i, head)]);
    Rows dq = gradients[0];
    Rows dk = gradients[1];
    Rows dv = gradients[2];
    float[] kept = factors(i, head, keys);
    for (int j = 0; j < keys; j++) {
      int key = begin + j;
      float dp = kept[j] * loops.dot(dout.values, up, v.values, v.at(key, head), c);
      float ds = p[j] * (dp - d) * scale;
      loops.addScaled(ds, k.values, k.at(key, head), dq.values, dq.at(i, head), c);
      loops.addScaled(ds, q.values, query, dk.values, dk.at(key, head), c);
      loops.addScaled(kept[j] * p[j], dout.values, up, dv.values, dv.at(key, head), c);
    }
  }

  /** q_i · k_j/√c for the keys that row i sees, in scratch. */
  private float[] scores(int begin, int keys, int i, int head) {
    float[] scores = Scratch.floats(Slot.ROW, keys);
    int query = q.at(i, head);
    for (int j = 0; j < keys; j++) {
      scores[j] = loops.dot(q.values, query, k.values, k.at(begin + j, head), c) * scale;
    }
    return scores;
  }

  /** Turns scores into exp(score − reference) and returns their sum. */
  private float powers(float[] scores, int keys, float reference) {
    for (int j = 0; j < keys; j++) {
      scores[j] -= reference;
    }
    loops.exp(scores, 0, scores, 0, keys);
    float sum = 0;
    for (int j = 0; j < keys; j++) {
      sum += scores[j];
    }
    return sum;
  }

  /** What a row's probabilities are multiplied by: 0 where dropped, else 1/(1 − rate). */
  private float[] factors(int row, int head, int keys) {
    float[] factors = Scratch.floats(Slot.SECOND_ROW, keys);
    double rate = attention.dropout();
    if (rate == 0) {
      Arrays.fill(factors, 0, keys, 1);
      return factors;
    }
    long first = ((long) row * attention.heads() + head) * Attention.MAX_KEYS;
    Philox.uniform(attention.seed(), attention.stream(), first, factors, 0, keys);
    float factor = (float) (1 / (1 - rate));
    for (int j = 0; j < keys; j++) {
      factors[j] = factors[j] < rate ? 0 : factor;
    }
    return factors;
  }
}
