package io.sbr.models.graph;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Gather;
import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.NodeOrder;
import io.sbr.data.batch.parts.CountedTransitions;
import io.sbr.data.batch.parts.EdgesBySource;
import io.sbr.data.batch.parts.ItemsFromZero;
import io.sbr.data.batch.parts.NewestNode;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.Init;
import io.sbr.models.nn.ItemTable;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.nn.ParameterSet;
import io.sbr.models.nn.Scores;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.models.nn.layers.LinearLayer;
import io.sbr.models.nn.layers.NodeReadout;
import io.sbr.models.nn.layers.Set2Set;
import io.sbr.models.nn.layers.WeightedGat;
import io.sbr.models.nn.layers.WeightedGat.Group;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * WGAT, the model of FGNN: "Rethinking the Item Order in Session-based Recommendation with Graph
 * Neural Networks" (Qiu et al., CIKM 2019), as far as it was released (docs/models.md, section 7):
 * two layers of weighted graph attention, a read-out, and products with the item table.
 */
public final class Wgat implements SessionModel {
  /** What makes a session's vector of its nodes. */
  public enum Readout {
    /** Three rounds of Set2Set and a linear map. */
    SET2SET,
    /** That of SR-GNN in PyTorch Geometric, the one that was released. */
    SRGNN
  }

  private static final ModelSetting<Integer> HEADS =
      ModelSetting.wholeNumber(
          "heads", 1, 64, 8, "published", "heads of the first layer; the second has one");
  private static final ModelSetting<Group> SOFTMAX_GROUP =
      ModelSetting.choice(
          "softmax-group",
          List.of(Group.values()),
          Group.TARGET,
          "our choice",
          "attention sums to 1 over what arrives at a node, or, as released, over what leaves one");
  private static final ModelSetting<Readout> READOUT =
      ModelSetting.choice(
          "readout",
          List.of(Readout.values()),
          Readout.SET2SET,
          "published",
          "what makes the session vector");
  private static final ModelSetting<PygSrGnn.Last> LAST =
      PygSrGnn.LAST
          .withDefault(PygSrGnn.Last.CLICK, "our choice")
          .onlyWhere(READOUT, Readout.SRGNN);

  /** WGAT. */
  public static final NeuralKind KIND =
      new NeuralKind(
          "wgat",
          "WGAT, weighted graph attention (FGNN; Qiu et al., CIKM 2019)",
          List.of(GnnSettings.HIDDEN, HEADS, SOFTMAX_GROUP, READOUT, LAST),
          Wgat::new);

  private static final CountedTransitions.Arriving EDGES = new CountedTransitions.Arriving();
  private static final EdgesBySource BY_SOURCE = new EdgesBySource(EDGES);
  private static final NewestNode NEWEST = new NewestNode();
  private static final int ROUNDS = 3;

  private final ModelSettings settings;
  private final int itemCount;
  private final ItemsFromZero rows;
  private final List<Parameter> parameters;
  private final Parameter embedding;
  private final ItemTable items;
  private final WeightedGat first;
  private final WeightedGat second;
  private final Set2Set set2set;
  private final LinearLayer transform;
  private final NodeReadout nodeReadout;

  private Wgat(ModelSettings settings, ModelContext context) {
    this.settings = settings;
    itemCount = context.itemCount();
    rows = new ItemsFromZero(itemCount);
    int d = settings.get(GnnSettings.HIDDEN);
    int heads = settings.get(HEADS);
    Group group = settings.get(SOFTMAX_GROUP);
    ParameterSet set = context.parameters(d);
    embedding = set.uniform("embedding.weight", itemCount, d); // no padding row
    items = ItemTable.whole(embedding);
    first = new WeightedGat(set.in("gat1"), d, d, heads, EDGES, group);
    second = new WeightedGat(set.in("gat2"), heads * d, d, 1, EDGES, group);
    if (settings.get(READOUT) == Readout.SET2SET) {
      set2set = new Set2Set(set.in("set2set.gru"), d, ROUNDS, Init.orthogonal(), Init.torch(d));
      transform = new LinearLayer(set.in("linear_transform"), 2 * d, d);
      nodeReadout = null;
    } else {
      set2set = null;
      transform = null;
      nodeReadout = new NodeReadout(set, d, in -> Init.torch(d), true);
    }
    parameters = set.all();
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
    List<BatchPart<?>> parts = new ArrayList<>(List.of(rows, EDGES));
    if (readsNewest()) {
      parts.add(NEWEST);
    }
    if (settings.get(SOFTMAX_GROUP) != Group.TARGET) {
      parts.add(BY_SOURCE);
      parts.add(new EdgesBySource.Back(BY_SOURCE));
    }
    return new BatchSpec(NodeOrder.FIRST_APPEARANCE, false, parts);
  }

  @Override
  public Scores forward(Tape tape, DeviceBatch batch, StepRandom random) {
    Var table = tape.parameter(embedding); // [N, d]
    Var x = Gather.of(table, batch.gather(rows)); // [n, d]
    x = first.apply(batch, x); // [n, heads·d]
    x = second.apply(batch, x); // [n, d]
    return Scores.dot(tape.observe("session", session(batch, x)), items.of(table));
  }

  private boolean readsNewest() {
    return settings.get(READOUT) == Readout.SRGNN && settings.get(LAST) == PygSrGnn.Last.NEWEST;
  }

  /** One vector per session, {@code [B, d]}. */
  private Var session(DeviceBatch batch, Var x) {
    if (settings.get(READOUT) == Readout.SRGNN) {
      Var last = Gather.of(x, readsNewest() ? batch.gather(NEWEST) : batch.last());
      return nodeReadout.apply(x, last, batch.nodes());
    }
    return transform.apply(set2set.apply(x, x.arena().filled(1, x.rows(), 1), batch.nodes()));
  }
}
