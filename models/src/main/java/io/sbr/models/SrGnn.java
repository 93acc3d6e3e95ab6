package io.sbr.models;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Concat;
import io.sbr.autograd.ops.Gather;
import io.sbr.autograd.ops.Multiply;
import io.sbr.autograd.ops.RowRange;
import io.sbr.autograd.ops.ScaleRows;
import io.sbr.autograd.ops.SegmentSum;
import io.sbr.data.NodeOrder;
import io.sbr.models.layers.GatedPropagation;
import io.sbr.models.layers.LinearLayer;
import io.sbr.models.layers.SoftAttention;
import java.util.List;

/**
 * SR-GNN: "Session-based Recommendation with Graph Neural Networks" (Wu et al., AAAI 2019), exactly
 * as the authors' program computes it (spec/models.md, section 1). A session becomes a graph of its
 * items; gated message passing gives each item a vector in context; an attention over the clicks
 * and the last click make the session vector, whose products with the item table are the scores.
 *
 * <p>Packed, not padded: padding never influences a real score or gradient of this model.
 */
public final class SrGnn implements SessionModel {
  private final Settings settings;
  private final int itemCount;
  private final List<Parameter> parameters;
  private final Parameter embedding;
  private final GatedPropagation propagation;
  private final SoftAttention attention;
  private final LinearLayer transform;

  /**
   * The model's own settings.
   *
   * @param hidden d, width of all vectors; published 100
   * @param steps propagation steps; published 1; 0 leaves the graph out, an ablation that loses
   *     little (SR-GNN issue 28)
   * @param hybrid whether the last click joins the attention's result; published true
   */
  public record Settings(int hidden, int steps, boolean hybrid) {
    /** Checks the settings. */
    public Settings {
      if (hidden < 1) {
        throw new IllegalArgumentException("hidden must be at least 1, not " + hidden);
      }
      if (steps < 0) {
        throw new IllegalArgumentException("steps must not be negative, not " + steps);
      }
    }
  }

  /**
   * A model with initial weights.
   *
   * @param itemCount N; the table has N + 1 rows, row 0 for padding
   * @param parameters receives the parameters; empty
   */
  public SrGnn(Settings settings, int itemCount, ParameterSet parameters) {
    this.settings = settings;
    this.itemCount = itemCount;
    int d = settings.hidden;
    embedding = parameters.uniform("embedding.weight", itemCount + 1, d);
    propagation = new GatedPropagation(parameters, "gnn", d);
    attention = new SoftAttention(parameters, d);
    transform = new LinearLayer(parameters, "linear_transform", 2 * d, d);
    this.parameters = parameters.all();
  }

  @Override
  public String name() {
    return "srgnn";
  }

  @Override
  public int itemCount() {
    return itemCount;
  }

  @Override
  public List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public NodeOrder nodeOrder() {
    return NodeOrder.ITEM_ID;
  }

  @Override
  public Scores forward(Tape tape, DeviceBatch batch) {
    Var table = tape.parameter(embedding); // [N + 1, d]
    Var h = tape.observe("hidden0", Gather.of(table, batch.items())); // [n, d]
    for (int step = 1; step <= settings.steps; step++) {
      h = tape.observe("hidden" + step, propagation.step(batch, h)); // [n, d]
    }
    Var last = tape.observe("last", Gather.of(h, batch.last())); // [B, d]

    // Σ over clicks of α·h, as Σ over nodes of (clicks of the node)·α·h. No softmax: α may be
    // negative.
    Var alpha = tape.observe("alpha_logit", attention.energies(batch, h, last)); // [n, 1]
    Var weights = Multiply.of(alpha, tape.constant(batch.clicks(), "clicks")); // [n, 1]
    Var global = SegmentSum.of(ScaleRows.of(h, weights), batch.nodes()); // [B, d]
    tape.observe("global", global);

    Var session = settings.hybrid ? transform.apply(Concat.of(global, last)) : global; // [B, d]
    tape.observe("session", session);
    return Scores.dot(session, RowRange.of(table, 1, itemCount + 1)); // B × N, never formed
  }
}
