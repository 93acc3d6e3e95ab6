package io.sbr.models.nn.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.Concat;
import io.sbr.autograd.ops.Gather;
import io.sbr.autograd.ops.Project;
import io.sbr.autograd.ops.Scale;
import io.sbr.autograd.ops.ScaleRows;
import io.sbr.autograd.ops.SegmentBroadcast;
import io.sbr.autograd.ops.SegmentSoftmax;
import io.sbr.autograd.ops.SegmentSum;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.ParameterSet;
import io.sbr.models.nn.Scores;
import io.sbr.models.nn.layers.ReadoutRows.Compared;

/**
 * The read-out of TAGNN (Yu et al., SIGIR 2020; docs/models.md, section 4): a session vector from
 * softmax attention over the clicks, and for every candidate item an attention of its own. With the
 * states S_t at the positions t of a session and an item's vector v:
 *
 * <pre>
 *   α = softmax_t(u_t)                a = Σ_t α_t S_t, joined with the last click where hybrid
 *   β = softmax_t(v · W S_t)          score = (a + Σ_t β_t S_t) · v
 * </pre>
 *
 * <p>Both softmaxes run over positions. Rows that stand for several weigh ln of their number more,
 * which is the same; so does the padding's row, whose value never enters a sum.
 *
 * <p>Without padding the last click need not be compared with anything: a softmax stays the same if
 * all logits lose that of the last click, and the weights sum to 1 (docs/costs.md, section 1). With
 * r_t = S_t − S_last, which is 0 for the last click:
 *
 * <pre>
 *   β = softmax_t(v · W r_t)          score = (a + S_last + Σ_t β_t r_t) · v
 * </pre>
 */
public final class TargetAttention {
  private final SoftAttention attention;
  private final LinearLayer transform;
  private final Parameter target;
  private final Readout readout;

  /**
   * Published as {@code linear_one}, {@code linear_two}, {@code linear_three}, {@code
   * linear_transform} (unused without {@link Readout#HYBRID}) and {@code linear_t}.
   *
   * @param readout {@link Readout#HYBRID} or {@link Readout#ATTENTION}
   */
  public TargetAttention(ParameterSet parameters, int d, Readout readout) {
    this.readout = readout;
    attention = new SoftAttention(parameters, d);
    transform = new LinearLayer(parameters.in("linear_transform"), 2 * d, d);
    target = parameters.uniform("linear_t.weight", d, d);
  }

  /**
   * What scores the catalogue.
   *
   * @param h {@code [r, d]} states
   * @param rows what they stand for
   * @param items {@code [N, d]}
   */
  public Scores scores(Var h, ReadoutRows rows, Var items) {
    Tape tape = h.tape();
    Var last = tape.observe("last", Gather.of(h, rows.last())); // [B, d]
    Var states = rows.realOf(h); // [k, d]
    Var session = tape.observe("session", session(h, rows, states, last)); // [B, d]
    Attribution.compared(states, () -> queries(states));
    Compared compared = rows.compared();
    return switch (compared.origin()) {
      case PADDING -> attend(session, states, compared, items);
      case LAST_CLICK ->
          attend(Add.of(session, last), fromLast(h, compared, last), compared, items);
    };
  }

  /** a, {@code [B, d]}. */
  private Var session(Var h, ReadoutRows rows, Var states, Var last) {
    Tape tape = h.tape();
    Var u = tape.observe("alpha_logit", attention.energies(rows.all(), h, last)); // [r, 1]
    Var multiplicity = tape.constant(rows.logMultiplicity(), "ln multiplicity");
    Var alpha = tape.observe("alpha", SegmentSoftmax.of(Add.of(u, multiplicity), rows.all()));
    Var shares = Attribution.shares(rows.stand(), rows.realOf(alpha)); // [k, 1]
    Var attended = ScaleRows.of(states, shares); // [k, d]
    Var global = tape.observe("global", SegmentSum.of(attended, rows.real())); // [B, d]
    if (readout != Readout.HYBRID) {
      Attribution.sum(rows.stand(), attended);
      return global;
    }
    Attribution.hybrid(rows.stand(), transform, attended, last, false);
    return transform.apply(Concat.of(global, last));
  }

  /** S_t − S_last of the other rows. */
  private static Var fromLast(Var h, Compared compared, Var last) {
    DeviceBatch.Rows others = compared.rows();
    Var origin = SegmentBroadcast.of(Scale.of(last, -1), others.segments());
    return Add.of(Gather.of(h, others.nodes()), origin);
  }

  private Var queries(Var states) {
    return Project.of(states, states.tape().parameter(target));
  }

  private Scores attend(Var session, Var states, Compared compared, Var items) {
    return Scores.targetAttention(
        session,
        items,
        queries(states),
        states,
        compared.rows().segments(),
        compared.clicks(),
        compared.zeros());
  }
}
