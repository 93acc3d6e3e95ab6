package io.sbr.models.graph;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Gather;
import io.sbr.autograd.ops.LeakyRelu;
import io.sbr.autograd.ops.SpMM;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.NodeOrder;
import io.sbr.data.batch.parts.CountedTransitions;
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
import io.sbr.models.nn.layers.Gru;
import io.sbr.models.nn.layers.LinearLayer;
import io.sbr.models.nn.layers.NodeReadout;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.RowGather;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * SR-GNN as versions in PyTorch Geometric compute it: R. Qiu's (docs/models.md, section 8) and the
 * RetailRocket notebook's (section 9). A node sums what arrives along its incoming edges alone,
 * once for every transition; the read-out is over nodes, numbered by first appearance.
 *
 * <p>The notebook's "accuracy" is Recall@1, its Hit@10 Recall@10. It divides both by batches, not
 * by examples, so that what it prints is 1.28 times too high.
 */
public final class PygSrGnn implements SessionModel {
  /** Whether node states pass a rectifier after the GRU. */
  public enum Relu {
    /** They do. */
    YES,
    /** They do not. */
    NO
  }

  /** Which node stands for the last click. */
  public enum Last {
    /** The one that appeared last, right only if no item came back. */
    NEWEST,
    /** That of the last click. */
    CLICK
  }

  private static final ModelSetting<Relu> RELU =
      ModelSetting.choice(
          "relu",
          List.of(Relu.values()),
          Relu.YES,
          "published",
          "rectify node states after the GRU");

  /** Which node stands for the last click. */
  static final ModelSetting<Last> LAST =
      ModelSetting.choice(
          "last",
          List.of(Last.values()),
          Last.NEWEST,
          "published",
          "node of the last click, or the node that appeared last");

  /** Qiu's version. */
  public static final NeuralKind QIU =
      new NeuralKind(
          "srgnn-qiu",
          "SR-GNN in PyTorch Geometric (R. Qiu)",
          List.of(GnnSettings.HIDDEN, RELU, LAST),
          (settings, context) -> new PygSrGnn(settings, context, true));

  /** The RetailRocket notebook's version. */
  public static final NeuralKind NOTEBOOK =
      new NeuralKind(
          "srgnn-notebook",
          "SR-GNN of PyTorch Geometric's RetailRocket notebook",
          List.of(
              GnnSettings.HIDDEN.withDefault(64, "published"),
              RELU.withDefault(Relu.NO, "published"),
              LAST),
          (settings, context) -> new PygSrGnn(settings, context, false));

  private static final CountedTransitions TRANSITIONS = new CountedTransitions();
  private static final NewestNode NEWEST = new NewestNode();

  private final ModelSettings settings;
  private final int itemCount;
  private final ItemsFromZero rows;
  private final List<Parameter> parameters;
  private final Parameter embedding;
  private final ItemTable items;
  private final Optional<LinearLayer> message;
  private final Gru gru;
  private final NodeReadout readout;

  /**
   * @param qiu all begins as Uniform(−1/√d, 1/√d), messages pass W⁰, everything has a bias;
   *     otherwise PyTorch's beginnings, no W⁰, and biases in W₂ and q alone
   */
  private PygSrGnn(ModelSettings settings, ModelContext context, boolean qiu) {
    this.settings = settings;
    itemCount = context.itemCount();
    rows = new ItemsFromZero(itemCount);
    int d = settings.get(GnnSettings.HIDDEN);
    ParameterSet set = context.parameters(d);
    Init begin = Init.torch(d);
    embedding = set.create("embedding.weight", qiu ? begin : Init.normal(1), itemCount, d);
    items = ItemTable.whole(embedding);
    message =
        qiu ? Optional.of(new LinearLayer(set.in("gated"), d, d, begin, false)) : Optional.empty();
    gru = new Gru(set.in("gated.rnn"), "", d, d, begin, qiu ? begin : null);
    IntFunction<Init> ofLayer = qiu ? in -> begin : Init::torch;
    readout = new NodeReadout(set, d, ofLayer, qiu);
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
    return settings.get(LAST) == Last.NEWEST
        ? BatchSpec.of(NodeOrder.FIRST_APPEARANCE, rows, TRANSITIONS, NEWEST)
        : BatchSpec.of(NodeOrder.FIRST_APPEARANCE, rows, TRANSITIONS);
  }

  @Override
  public Scores forward(Tape tape, DeviceBatch batch, StepRandom random) {
    Var table = tape.parameter(embedding); // [N, d]
    Var h = Gather.of(table, batch.gather(rows)); // [n, d]
    Var sent = message.isPresent() ? message.get().apply(h) : h; // [n, d]
    Var arrived = SpMM.of(batch.adjacency(TRANSITIONS).in(), sent); // [n, d]
    h = gru.step(arrived, h); // [n, d]
    if (settings.get(RELU) == Relu.YES) {
      h = LeakyRelu.of(h, 0);
    }
    RowGather last = settings.get(LAST) == Last.NEWEST ? batch.gather(NEWEST) : batch.last();
    Var session = readout.apply(h, Gather.of(h, last), batch.nodes()); // [B, d]
    return Scores.dot(tape.observe("session", session), items.of(table));
  }
}
