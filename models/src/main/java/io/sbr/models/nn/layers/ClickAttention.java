package io.sbr.models.nn.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.Project;
import io.sbr.autograd.ops.SegmentBroadcast;
import io.sbr.autograd.ops.SegmentSoftmax;
import io.sbr.autograd.ops.Tanh;
import io.sbr.models.nn.Init;
import io.sbr.models.nn.ParameterSet;
import io.sbr.tensor.Segments;

/**
 * How much each click matters to its session (docs/models.md, section 14): e = v·tanh(W_k key + W_q
 * last + W_m mean), α the softmax of e over the session's clicks. A key is what is known of a
 * click: its item, its age, how often its item was clicked.
 */
public final class ClickAttention {
  private final LinearLayer key;
  private final LinearLayer last;
  private final LinearLayer mean;
  private final Parameter v;

  /** Named {@code key}, {@code last}, {@code mean} and {@code v}, at their place. */
  public ClickAttention(ParameterSet parameters, int d) {
    key = new LinearLayer(parameters.in("key"), d, d, Init.torch(d), false);
    last = new LinearLayer(parameters.in("last"), d, d, Init.torch(d), false);
    mean = new LinearLayer(parameters.in("mean"), d, d, Init.torch(d), false);
    v = parameters.create("v", Init.normal(0.02), 1, d);
  }

  /**
   * Shares that sum to 1 within each session, {@code [c, 1]}.
   *
   * @param clicks which clicks belong to which session
   * @param keys {@code [c, d]} of each click
   * @param lasts {@code [B, d]} of each session's last click
   * @param means {@code [B, d]} of each session
   */
  public Var shares(Segments clicks, Var keys, Var lasts, Var means) {
    Tape tape = keys.tape();
    Var session = SegmentBroadcast.of(Add.of(last.apply(lasts), mean.apply(means)), clicks);
    Var e = Project.of(Tanh.of(Add.of(key.apply(keys), session)), tape.parameter(v)); // [c, 1]
    return SegmentSoftmax.of(e, clicks);
  }
}
