package io.sbr.models.graph;

import static io.sbr.models.graph.GnnSettings.HIDDEN;
import static io.sbr.models.graph.GnnSettings.READOUT;
import static io.sbr.models.graph.GnnSettings.STEPS;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Concat;
import io.sbr.autograd.ops.Gather;
import io.sbr.autograd.ops.Multiply;
import io.sbr.autograd.ops.ScaleRows;
import io.sbr.autograd.ops.SegmentSum;
import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.NodeOrder;
import io.sbr.data.batch.parts.ClickTransitions;
import io.sbr.data.batch.parts.Relation;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.ItemTable;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.nn.ParameterSet;
import io.sbr.models.nn.Scores;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.models.nn.layers.Attribution;
import io.sbr.models.nn.layers.Attribution.Rows;
import io.sbr.models.nn.layers.GatedGraphConv;
import io.sbr.models.nn.layers.LinearLayer;
import io.sbr.models.nn.layers.SoftAttention;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * SR-GNN: "Session-based Recommendation with Graph Neural Networks" (Wu et al., AAAI 2019), exactly
 * as the authors' program computes it (docs/models.md, section 1). A session becomes a graph of its
 * items; gated message passing gives each item a vector in context; an attention over the clicks
 * and the last click make the session vector, whose products with the item table are the scores.
 *
 * <p>Packed, not padded: padding never influences a real score or gradient of this model.
 */
public final class SrGnn implements SessionModel {
  /** SR-GNN as published. */
  public static final NeuralKind KIND =
      new NeuralKind(
          "srgnn",
          "SR-GNN, gated graph neural network (Wu et al., AAAI 2019)",
          List.of(HIDDEN, STEPS, READOUT),
          (settings, context) ->
              new SrGnn(settings, context, new ClickTransitions(), Optional.empty()));

  private final ModelSettings settings;
  private final BatchSpec needs;
  private final int itemCount;
  private final List<Parameter> parameters;
  private final Parameter embedding;
  private final ItemTable items;
  private final GatedGraphConv propagation;
  private final SoftAttention attention;
  private final LinearLayer transform;

  /**
   * A model with initial weights.
   *
   * @param graph whose edges messages take
   * @param second another relation, for a variant that has one
   */
  SrGnn(ModelSettings settings, ModelContext context, Relation graph, Optional<Relation> second) {
    this.settings = settings;
    List<BatchPart<?>> parts = new ArrayList<>(List.of(graph));
    second.ifPresent(parts::add);
    needs = new BatchSpec(NodeOrder.ITEM_ID, false, parts);
    itemCount = context.itemCount();
    int d = settings.get(HIDDEN);
    ParameterSet parameters = context.parameters(d);
    embedding = parameters.uniform("embedding.weight", itemCount + 1, d); // row 0 is padding
    items = ItemTable.afterPadding(embedding);
    propagation = new GatedGraphConv(parameters.in("gnn"), d, graph, second);
    attention = new SoftAttention(parameters, d);
    transform = new LinearLayer(parameters.in("linear_transform"), 2 * d, d);
    this.parameters = parameters.all();
  }

  @Override
  public String name() {
    return settings.name();
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
  public Optional<ItemTable> itemTable() {
    return Optional.of(items);
  }

  @Override
  public BatchSpec needs() {
    return needs;
  }

  @Override
  public Scores forward(Tape tape, DeviceBatch batch, StepRandom random) {
    Var table = tape.parameter(embedding); // [N + 1, d]
    Var h = tape.observe("hidden0", Gather.of(table, batch.items())); // [n, d]
    for (int step = 1; step <= settings.get(STEPS); step++) {
      h = tape.observe("hidden" + step, propagation.step(batch, h)); // [n, d]
    }
    Var session = tape.observe("session", session(batch, h)); // [B, d]
    return Scores.dot(session, items.of(table)); // B × N, never formed
  }

  /** One vector per session, {@code [B, d]}. */
  private Var session(DeviceBatch batch, Var h) {
    return switch (settings.get(READOUT)) {
      case HYBRID -> {
        Var last = last(batch, h);
        Var attended = attended(batch, h, last); // [n, d]
        Attribution.hybrid(Rows.NODES, transform, attended, last, false);
        yield transform.apply(Concat.of(global(batch, attended), last));
      }
      case ATTENTION ->
          global(batch, Attribution.sum(Rows.NODES, attended(batch, h, last(batch, h))));
      case LAST -> Attribution.last(last(batch, h));
      case AVERAGE -> {
        Tensor shares = h.arena().filled(0, h.rows(), 1);
        h.backend().segmentSoftmax(shares, batch.nodes(), shares); // 1/n of the session's nodes
        Var equal = Attribution.shares(Rows.NODES, h.tape().constant(shares, "shares"));
        yield SegmentSum.of(Attribution.sum(Rows.NODES, ScaleRows.of(h, equal)), batch.nodes());
      }
    };
  }

  private static Var last(DeviceBatch batch, Var h) {
    return h.tape().observe("last", Gather.of(h, batch.last())); // [B, d]
  }

  /** (clicks of the node)·α·h, {@code [n, d]}. No softmax: α may be negative. */
  private Var attended(DeviceBatch batch, Var h, Var last) {
    Tape tape = h.tape();
    Var alpha = tape.observe("alpha_logit", attention.energies(batch.nodes(), h, last)); // [n, 1]
    Var weights = Multiply.of(alpha, tape.constant(batch.clicks(), "clicks")); // [n, 1]
    return ScaleRows.of(h, Attribution.weights(Rows.NODES, weights));
  }

  /** Σ over clicks of α·h, {@code [B, d]}. */
  private static Var global(DeviceBatch batch, Var attended) {
    return attended.tape().observe("global", SegmentSum.of(attended, batch.nodes()));
  }
}
