package io.sbr.models.graph;

import static io.sbr.models.graph.GnnSettings.ATTENTIVE_READOUT;
import static io.sbr.models.graph.GnnSettings.HIDDEN;
import static io.sbr.models.graph.GnnSettings.PAD;
import static io.sbr.models.graph.GnnSettings.STEPS;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Gather;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.NodeOrder;
import io.sbr.data.batch.parts.ClickTransitions;
import io.sbr.data.batch.parts.LogMultiplicity;
import io.sbr.data.batch.parts.NodesButLast;
import io.sbr.data.batch.parts.RealNodes;
import io.sbr.models.graph.GnnSettings.Pad;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.ItemTable;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.nn.ParameterSet;
import io.sbr.models.nn.Scores;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.models.nn.layers.GatedGraphConv;
import io.sbr.models.nn.layers.ReadoutRows;
import io.sbr.models.nn.layers.TargetAttention;
import io.sbr.models.settings.ModelSettings;
import java.util.List;
import java.util.Optional;

/**
 * TAGNN: "Target Attentive Graph Neural Networks for Session-based Recommendation" (Yu et al.,
 * SIGIR 2020), exactly as the authors' program computes it (docs/models.md, section 4). SR-GNN's
 * graph and propagation; then every candidate item attends to the session anew, so that a session
 * has a different vector for each item.
 *
 * <p>In the authors' program padding takes part in both softmaxes, so that scores depend on how
 * long the longest session of the file is: {@link Pad#PUBLISHED}. By default it does not.
 */
public final class Tagnn implements SessionModel {
  /** TAGNN, hybrid as published. */
  public static final NeuralKind KIND =
      new NeuralKind(
          "tagnn",
          "TAGNN, target attentive graph neural network (Yu et al., SIGIR 2020)",
          List.of(HIDDEN, STEPS, ATTENTIVE_READOUT, PAD),
          Tagnn::new);

  private final ModelSettings settings;
  private final int itemCount;
  private final List<Parameter> parameters;
  private final Parameter embedding;
  private final ItemTable items;
  private final GatedGraphConv propagation;
  private final TargetAttention readout;

  private Tagnn(ModelSettings settings, ModelContext context) {
    this.settings = settings;
    itemCount = context.itemCount();
    int d = settings.get(HIDDEN);
    ParameterSet parameters = context.parameters(d);
    embedding = parameters.uniform("embedding.weight", itemCount + 1, d); // row 0 is padding
    items = ItemTable.afterPadding(embedding);
    propagation = new GatedGraphConv(parameters.in("gnn"), d, new ClickTransitions());
    readout = new TargetAttention(parameters, d, settings.get(ATTENTIVE_READOUT));
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
    return needs(settings.get(PAD));
  }

  static BatchSpec needs(Pad pad) {
    ClickTransitions graph = new ClickTransitions();
    LogMultiplicity multiplicity = new LogMultiplicity();
    return pad == Pad.PUBLISHED
        ? new BatchSpec(NodeOrder.ITEM_ID, true, List.of(graph, multiplicity, new RealNodes()))
        : BatchSpec.of(NodeOrder.ITEM_ID, graph, multiplicity, new NodesButLast());
  }

  @Override
  public Scores forward(Tape tape, DeviceBatch batch, StepRandom random) {
    Var table = tape.parameter(embedding); // [N + 1, d]
    Var h = tape.observe("hidden0", Gather.of(table, batch.items())); // [n, d]
    for (int step = 1; step <= settings.get(STEPS); step++) {
      h = tape.observe("hidden" + step, propagation.step(batch, h)); // [n, d]
    }
    ReadoutRows positions = rows(batch, h, settings.get(PAD));
    return readout.scores(h, positions, items.of(table));
  }

  static ReadoutRows rows(DeviceBatch batch, Var h, Pad pad) {
    return pad == Pad.PUBLISHED
        ? ReadoutRows.paddedNodes(batch, h.arena())
        : ReadoutRows.nodes(batch, h.arena());
  }
}
