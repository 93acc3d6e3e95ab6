package io.sbr.models.nn.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Attention;
import io.sbr.autograd.ops.ColumnSlice;
import io.sbr.autograd.ops.Linear;
import io.sbr.models.nn.ParameterSet;
import io.sbr.models.nn.StepRandom;
import io.sbr.tensor.AttentionKernels;
import io.sbr.tensor.Segments;

/**
 * Multi-head self-attention (Vaswani et al., 2017) among the rows of each session, causal: a row
 * sees itself and those before it. Parameters have the names and the form of those of PyTorch's
 * MultiheadAttention: queries, keys and values are one map's blocks of d columns, head k takes the
 * k-th part of each.
 */
public final class SelfAttention {
  private final Parameter inWeight;
  private final Parameter inBias;
  private final LinearLayer out;
  private final int heads;
  private final double dropout;
  private final int stream;

  /**
   * A layer of width {@code d}.
   *
   * @param heads divides d
   * @param dropout rate at which probabilities are dropped in training
   */
  public SelfAttention(ParameterSet parameters, int d, int heads, double dropout) {
    this.heads = heads;
    this.dropout = dropout;
    stream = parameters.dropoutStream();
    inWeight = parameters.uniform("in_proj_weight", 3 * d, d);
    inBias = parameters.uniform("in_proj_bias", 3 * d);
    out = new LinearLayer(parameters.in("out_proj"), d, d);
  }

  /** Rows x {@code [n, d]} to what each takes from those it sees, {@code [n, d]}. */
  public Var apply(Var x, Segments segments, StepRandom random) {
    Tape tape = x.tape();
    int d = x.cols();
    Var qkv = Linear.of(x, tape.parameter(inWeight), tape.parameter(inBias)); // [n, 3d]
    Var q = ColumnSlice.of(qkv, 0, d);
    Var k = ColumnSlice.of(qkv, d, 2 * d);
    Var v = ColumnSlice.of(qkv, 2 * d, 3 * d);
    AttentionKernels.Attention form =
        new AttentionKernels.Attention(
            heads, true, random.rate(dropout), random.seed(), random.stream(stream));
    return out.apply(Attention.of(q, k, v, segments, form));
  }
}
