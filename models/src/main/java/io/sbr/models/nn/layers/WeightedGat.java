package io.sbr.models.nn.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.AddBias;
import io.sbr.autograd.ops.ColumnSlice;
import io.sbr.autograd.ops.Gather;
import io.sbr.autograd.ops.LeakyRelu;
import io.sbr.autograd.ops.Project;
import io.sbr.autograd.ops.SegmentSoftmax;
import io.sbr.data.batch.parts.ArrivingEdges;
import io.sbr.data.batch.parts.EdgesBySource;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.DeviceBatch.EdgeList;
import io.sbr.models.nn.Init;
import io.sbr.models.nn.ParameterSet;

/**
 * Weighted graph attention (FGNN, docs/models.md, section 7): how often an edge occurs is a third
 * argument of the attention.
 *
 * <pre>
 *   g = x·Wᵀ    logit_ji = LeakyReLU₀.₂(att · [g_i ; g_j ; w_ji])    out_i = Σ_j α_ji g_j + bias
 * </pre>
 */
public final class WeightedGat {
  private static final double SLOPE = 0.2;

  /** Among which edges attention is divided. */
  public enum Group {
    /** Those that arrive at one node. */
    TARGET,
    /** Those that leave one node, as released: a mistake of PyTorch Geometric 1.1.3. */
    SOURCE
  }

  private final ArrivingEdges edges;
  private final Group group;
  private final String name;
  private final int heads;
  private final int channels;
  private final Parameter weight;
  private final Parameter att;
  private final Parameter bias;

  /**
   * A layer whose heads stand side by side.
   *
   * @param edges of the batch; with {@link Group#SOURCE} also {@link EdgesBySource} and back
   */
  public WeightedGat(
      ParameterSet parameters, int in, int channels, int heads, ArrivingEdges edges, Group group) {
    this.edges = edges;
    this.group = group;
    name = parameters.place();
    this.heads = heads;
    this.channels = channels;
    weight = parameters.create("weight", Init.glorot(), heads * channels, in);
    att = parameters.create("att", Init.glorot(), 1, heads, 2 * channels + 1);
    bias = parameters.create("bias", Init.zeros(), heads * channels);
  }

  /** One step: {@code [n, in]} to {@code [n, heads·channels]}. */
  public Var apply(DeviceBatch batch, Var x) {
    Tape tape = x.tape();
    EdgeList list = batch.edges(edges);
    Var g = Project.of(x, tape.parameter(weight)); // [n, heads·channels]
    Var ofWeight =
        ColumnSlice.of(EdgeAttention.perHead(g, att, heads), 2 * channels, 2 * channels + 1);
    Var w = tape.constant(list.weights(), "w"); // [E, 1]
    Var logits = Add.of(EdgeAttention.logits(g, att, heads, list), Project.of(w, ofWeight));
    Var alpha =
        Attribution.edges(name, softmax(batch, LeakyRelu.of(logits, SLOPE), list)); // [E, heads]
    return AddBias.of(EdgeAttention.arriving(g, alpha, list), tape.parameter(bias));
  }

  private Var softmax(DeviceBatch batch, Var logits, EdgeList list) {
    if (group == Group.TARGET) {
      return SegmentSoftmax.of(logits, list.byTarget());
    }
    EdgesBySource order = new EdgesBySource(edges);
    DeviceBatch.Rows bySource = batch.rows(order);
    Var alpha = SegmentSoftmax.of(Gather.of(logits, bySource.nodes()), bySource.segments());
    return Gather.of(alpha, batch.gather(new EdgesBySource.Back(order)));
  }
}
