package io.sbr.models.nn.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.Concat;
import io.sbr.autograd.ops.Gather;
import io.sbr.autograd.ops.Log;
import io.sbr.autograd.ops.Multiply;
import io.sbr.autograd.ops.Project;
import io.sbr.autograd.ops.RowDot;
import io.sbr.autograd.ops.Scale;
import io.sbr.autograd.ops.SegmentBroadcast;
import io.sbr.autograd.ops.SegmentSoftmax;
import io.sbr.autograd.ops.Sigmoid;
import io.sbr.autograd.ops.WeightedSum;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.Init;
import io.sbr.models.nn.OwnItems;
import io.sbr.models.nn.ParameterSet;
import io.sbr.models.nn.Scores;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;

/**
 * Scores of which the items that the user knows have a softmax of their own (docs/models.md,
 * section 6): with φ the share of what the user knows and x_i its statistics,
 *
 * <pre>
 *   φ = σ(w·[s ; past] + c)
 *   p_i = φ · softmax over the user's own of (ω·x_i + ω₀ s·E_i),   (1 − φ) · softmax over others of s·E_i
 * </pre>
 */
public final class OwnHead {
  private final Parameter omega;
  private final LinearLayer gate;

  /**
   * Named {@code own.weight} and {@code own.gate}; ω begins as PSR-GAT's.
   *
   * @param d width of s
   * @param statistics K
   */
  public OwnHead(ParameterSet parameters, int d, int statistics) {
    omega = parameters.create("own.weight", Init.uniform(0.01, 1), 1, statistics + 1);
    gate = LinearLayer.torch(parameters.in("own.gate"), d + 1, 1);
  }

  /**
   * The scores.
   *
   * @param session s, {@code [B, d]}
   * @param items {@code [N, d]}
   */
  public Scores scores(Var session, Var items, DeviceBatch.Own own) {
    Segments entries = own.entries().segments();
    Var level = SegmentBroadcast.of(gate(session, own), entries); // [m, 1]
    Var levels = Add.of(Log.of(within(session, items, own)), level);
    return Scores.dot(session, items)
        .with(new OwnItems(entries, own.entries().nodes().indices(), levels));
  }

  /**
   * Σ_b weight · −log p of the target, {@code [1]}.
   *
   * @param weights {@code [B, 1]} how much each session counts
   */
  public Var loss(Var session, Var items, DeviceBatch.Own own, Tensor weights) {
    Tape tape = session.tape();
    Arena arena = session.arena();
    Var again = Multiply.of(gate(session, own), tape.constant(own.signs(), "signs"));
    Var said = WeightedSum.of(Log.of(Sigmoid.of(again)), weights);
    if (own.repeated().count() > 0) {
      Var within = Gather.of(within(session, items, own), own.repeated()); // [R, 1]
      Tensor ofEntries = chosen(arena, weights, own.entries().segments().ids());
      Tensor ofRepeated = chosen(arena, ofEntries, own.repeated().indices());
      said = Add.of(said, WeightedSum.of(Log.of(within), ofRepeated));
    }
    Var loss = Scale.of(said, -1);
    if (own.exploring().count() == 0) {
      return loss;
    }
    Tensor nothing = arena.filled(Double.NEGATIVE_INFINITY, own.seen().length());
    Var explored =
        Scores.dot(Gather.of(session, own.exploring()), items)
            .replaced(own.seenOffsets(), own.seen(), nothing)
            .crossEntropy(own.newTargets(), chosen(arena, weights, own.exploring().indices()));
    return Add.of(loss, explored);
  }

  /** The logit of φ, {@code [B, 1]}. */
  private Var gate(Var session, DeviceBatch.Own own) {
    return gate.apply(Concat.of(session, session.tape().constant(own.past(), "past")));
  }

  /** The softmax over each session's own items, {@code [m, 1]}. */
  private Var within(Var session, Var items, DeviceBatch.Own own) {
    Tape tape = session.tape();
    DeviceBatch.Rows entries = own.entries();
    Var alike =
        RowDot.of(
            SegmentBroadcast.of(session, entries.segments()),
            Gather.of(items, entries.nodes())); // [m, 1]
    Var known = Concat.of(tape.constant(own.statistics(), "statistics"), alike); // [m, K + 1]
    Var z = Project.of(known, tape.parameter(omega));
    return tape.observe("within", SegmentSoftmax.of(z, entries.segments()));
  }

  /** Rows of a column that is data. */
  private static Tensor chosen(Arena arena, Tensor column, Ints rows) {
    Tensor chosen = arena.tensor(rows.length(), 1);
    column.backend().gatherRows(column, rows, chosen);
    return chosen;
  }
}
