package io.sbr.models.nn.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.AddBias;
import io.sbr.autograd.ops.HeadMean;
import io.sbr.autograd.ops.LeakyRelu;
import io.sbr.autograd.ops.MaskedSegmentSoftmax;
import io.sbr.autograd.ops.Project;
import io.sbr.autograd.ops.ScaleRows;
import io.sbr.models.nn.DeviceBatch.EdgeList;
import io.sbr.models.nn.Init;
import io.sbr.models.nn.ParameterSet;
import io.sbr.tensor.Tensor;

/**
 * Graph attention under a condition on each edge (PSR-GAT, docs/models.md, section 6, step 2): w_e
 * multiplies the whole logit.
 *
 * <pre>
 *   g = x·Wᵀ    logit_ji = LeakyReLU₀.₂(w_ji (att · [g_i ; g_j]))    α = softmax over the edges of i
 *   out_i = Σ_j α_ji g_j, the heads side by side or averaged, + bias
 * </pre>
 */
public final class ConditionalGat {
  private static final double SLOPE = 0.2;

  private final String name;
  private final int heads;
  private final boolean concat;
  private final Parameter weight;
  private final Parameter att;
  private final Parameter bias;

  /**
   * A layer.
   *
   * @param channels width of one head's result
   * @param concat whether heads stand side by side, or are averaged
   */
  public ConditionalGat(ParameterSet parameters, int in, int channels, int heads, boolean concat) {
    name = parameters.place();
    this.heads = heads;
    this.concat = concat;
    weight = parameters.create("lin_l.weight", Init.glorot(), heads * channels, in);
    att = parameters.create("att", Init.glorot(), 1, heads, 2 * channels);
    // Published and computed with, but nothing uses the result: they receive no gradient.
    parameters.create("att_l", Init.glorot(), 1, heads, channels);
    parameters.create("att_r", Init.glorot(), 1, heads, channels);
    bias = parameters.create("bias", Init.zeros(), concat ? heads * channels : channels);
  }

  /**
   * What a layer computes.
   *
   * @param out {@code [n, heads·channels]}, or {@code [n, channels]} where heads are averaged
   * @param alpha {@code [E, heads]}; 0 for an edge that has no part
   */
  public record Result(Var out, Var alpha) {}

  /**
   * One step.
   *
   * @param x {@code [n, in]}
   * @param weights w, {@code [E, 1]}
   * @param keep 1 for an edge that has a part, {@code [E, 1]}
   */
  public Result apply(Var x, EdgeList edges, Var weights, Tensor keep) {
    Tape tape = x.tape();
    Var g = Project.of(x, tape.parameter(weight)); // [n, heads·channels]
    Var logits = ScaleRows.of(EdgeAttention.logits(g, att, heads, edges), weights); // [E, heads]
    Var alpha = MaskedSegmentSoftmax.of(LeakyRelu.of(logits, SLOPE), keep, edges.byTarget());
    Attribution.edges(name, alpha);
    Var arriving = EdgeAttention.arriving(g, alpha, edges); // [n, heads·channels]
    Var out = concat ? arriving : HeadMean.of(arriving, heads);
    return new Result(AddBias.of(out, tape.parameter(bias)), alpha);
  }
}
