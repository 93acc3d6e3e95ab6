package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.AttentionKernels;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;

/**
 * Scaled dot-product attention with several heads within each segment (Vaswani et al., 2017): p_ij
 * = softmax_j(q_i · k_j/√c), y_i = Σ_j p_ij v_j head by head; all {@code [n, heads·c]}.
 *
 * <p>Gradients: {@link AttentionKernels#attentionBackward}, which computes the probabilities again
 * from one number per row and head instead of keeping them.
 */
public final class Attention extends Operation {
  private final Var q;
  private final Var k;
  private final Var v;
  private final Segments segments;
  private final AttentionKernels.Attention attention;
  private final Tensor logSums;

  private Attention(
      Var q,
      Var k,
      Var v,
      Segments segments,
      AttentionKernels.Attention attention,
      Tensor logSums) {
    super("attention", q, k, v);
    this.q = q;
    this.k = k;
    this.v = v;
    this.segments = segments;
    this.attention = attention;
    this.logSums = logSums;
  }

  /** The values that each row attends to. */
  public static Var of(
      Var q, Var k, Var v, Segments segments, AttentionKernels.Attention attention) {
    Tensor logSums = q.arena().tensor(q.rows(), attention.heads());
    Tensor y = q.arena().tensor(q.value().shape());
    q.backend().attention(q.value(), k.value(), v.value(), segments, attention, logSums, y);
    return new Attention(q, k, v, segments, attention, logSums).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dq = q.arena().tensor(q.value().shape());
    Tensor dk = q.arena().tensor(k.value().shape());
    Tensor dv = q.arena().tensor(v.value().shape());
    q.backend()
        .attentionBackward(
            segments,
            attention,
            new AttentionKernels.AttentionBackward(
                q.value(), k.value(), v.value(), logSums, y.value(), y.gradient(), dq, dk, dv));
    q.accumulateGradient(dq);
    k.accumulateGradient(dk);
    v.accumulateGradient(dv);
  }
}
