package io.sbr.models.nn.layers;

import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.Concat;
import io.sbr.autograd.ops.ScaleRows;
import io.sbr.autograd.ops.SegmentBroadcast;
import io.sbr.autograd.ops.SegmentSum;
import io.sbr.autograd.ops.Sigmoid;
import io.sbr.models.nn.Init;
import io.sbr.models.nn.ParameterSet;
import io.sbr.tensor.Segments;
import java.util.function.IntFunction;

/**
 * SR-GNN's read-out as versions in PyTorch Geometric have it (docs/models.md, section 8): over
 * nodes, where a repeated click counts once, and with the local vector first.
 *
 * <pre>
 *   α_i = q·σ(W₁ h_n + W₂ h_i) + c    s_g = Σ α_i h_i    s = W₃ [h_n ; s_g]
 * </pre>
 */
public final class NodeReadout {
  private final LinearLayer w1;
  private final LinearLayer w2;
  private final LinearLayer q;
  private final LinearLayer w3;

  /**
   * Published as {@code W_1}, {@code W_2}, {@code q} and {@code W_3}.
   *
   * @param init initial values of a layer of so many input columns
   * @param biased whether W₁ and W₃ have biases; W₂ and q always have
   */
  public NodeReadout(ParameterSet parameters, int d, IntFunction<Init> init, boolean biased) {
    w1 = new LinearLayer(parameters.in("W_1"), d, d, init.apply(d), biased);
    w2 = new LinearLayer(parameters.in("W_2"), d, d, init.apply(d), true);
    q = new LinearLayer(parameters.in("q"), d, 1, init.apply(d), true);
    w3 = new LinearLayer(parameters.in("W_3"), 2 * d, d, init.apply(2 * d), biased);
  }

  /**
   * One vector per session, {@code [B, d]}.
   *
   * @param h {@code [n, d]}
   * @param last h_n, {@code [B, d]}
   */
  public Var apply(Var h, Var last, Segments nodes) {
    Var sum = Add.of(SegmentBroadcast.of(w1.apply(last), nodes), w2.apply(h)); // [n, d]
    Var alpha = q.apply(Sigmoid.of(sum)); // [n, 1], no softmax
    Var attended = ScaleRows.of(h, Attribution.weights(Attribution.Rows.NODES, alpha)); // [n, d]
    Attribution.hybrid(Attribution.Rows.NODES, w3, attended, last, true);
    Var global = SegmentSum.of(attended, nodes); // [B, d]
    return w3.apply(Concat.of(last, global)); // [B, d]
  }
}
