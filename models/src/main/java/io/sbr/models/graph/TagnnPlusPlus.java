package io.sbr.models.graph;

import static io.sbr.models.graph.GnnSettings.ATTENTIVE_READOUT;
import static io.sbr.models.graph.GnnSettings.STEPS;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.Gather;
import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.NodeOrder;
import io.sbr.data.batch.parts.ClickRows;
import io.sbr.data.batch.parts.ClickTransitions;
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
import io.sbr.models.nn.layers.LayerNormLayer;
import io.sbr.models.nn.layers.Readout;
import io.sbr.models.nn.layers.ReadoutRows;
import io.sbr.models.nn.layers.SelfAttention;
import io.sbr.models.nn.layers.TargetAttention;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * TAGNN++: TAGNN with a transformer block between graph and read-out (docs/models.md, section 5),
 * in two forms.
 *
 * <p>{@link Block#PUBLISHED}, exactly as the authors' program computes it: H′ = MultiHead(H) +
 * LayerNorm(H) over the session's <em>nodes</em>. "Causal" there means by item number, and the
 * padding node is the first key of every session that is shorter than the longest.
 *
 * <p>{@link Block#TIME}, our own: the rows are the <em>clicks</em> in order of time, X_t = H of the
 * clicked node, with a learned vector A for how many clicks came after, and the norm in the usual
 * place: S = X + MultiHead(LayerNorm(X + A)). A click sees itself and earlier ones; there is no
 * padding. Results of it are to be named so.
 */
public final class TagnnPlusPlus implements SessionModel {
  /** What the transformer block attends over. */
  public enum Block {
    /** Nodes in order of item number, as in the authors' program. */
    PUBLISHED,
    /** Clicks in order of time. */
    TIME
  }

  private static final int HEADS = 2;

  private static final ModelSetting<Integer> HIDDEN =
      GnnSettings.HIDDEN.where(d -> d % HEADS == 0, "even, for two heads");
  private static final ModelSetting<Readout> READOUT =
      ATTENTIVE_READOUT.withDefault(Readout.ATTENTION, "published");

  /** The block's form. */
  public static final ModelSetting<Block> BLOCK =
      ModelSetting.choice(
          "block",
          List.of(Block.values()),
          Block.PUBLISHED,
          "published",
          "attention over nodes by item number, or our own over clicks in order of time");

  private static final ModelSetting<Pad> PAD = GnnSettings.PAD.onlyWhere(BLOCK, Block.PUBLISHED);
  private static final ModelSetting<Integer> POSITIONS =
      ModelSetting.wholeNumber(
              "positions",
              0,
              10_000,
              50,
              "our choice",
              "clicks from the end that have a position of their own; earlier ones share the last")
          .onlyWhere(BLOCK, Block.TIME);
  private static final ModelSetting<Double> DROPOUT =
      ModelSetting.number(
          "dropout", 0, 0.95, 0.1, "published", "of attention probabilities in training");

  /** TAGNN++ as published, without its padding. */
  public static final NeuralKind KIND =
      new NeuralKind(
          "tagnnpp",
          "TAGNN++, TAGNN with a transformer block (The-Learning-Machines/SBR)",
          List.of(HIDDEN, STEPS, READOUT, BLOCK, PAD, POSITIONS, DROPOUT),
          TagnnPlusPlus::new);

  private final ModelSettings settings;
  private final int itemCount;
  private final List<Parameter> parameters;
  private final Parameter embedding;
  private final ItemTable items;
  private final GatedGraphConv propagation;
  private final LayerNormLayer norm;
  private final SelfAttention attention;
  private final TargetAttention readout;
  private final Optional<Parameter> position;

  private TagnnPlusPlus(ModelSettings settings, ModelContext context) {
    this.settings = settings;
    itemCount = context.itemCount();
    int d = settings.get(HIDDEN);
    ParameterSet parameters = context.parameters(d);
    embedding = parameters.uniform("embedding.weight", itemCount + 1, d); // row 0 is padding
    items = ItemTable.afterPadding(embedding);
    propagation = new GatedGraphConv(parameters.in("tagnn"), d, new ClickTransitions());
    norm = new LayerNormLayer(parameters.in("layer_norm1"), d);
    attention = new SelfAttention(parameters.in("attn"), d, HEADS, settings.get(DROPOUT));
    readout = new TargetAttention(parameters, d, settings.get(READOUT));
    int positions = settings.get(BLOCK) == Block.TIME ? settings.get(POSITIONS) : 0;
    position =
        positions == 0
            ? Optional.empty()
            : Optional.of(parameters.uniform("position.weight", positions, d));
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
    if (settings.get(BLOCK) == Block.PUBLISHED) {
      return Tagnn.needs(settings.get(PAD));
    }
    List<BatchPart<?>> parts = new ArrayList<>();
    parts.add(new ClickTransitions());
    parts.addAll(List.of(new ClickRows(), new ClickRows.Last(), new ClickRows.ButLast()));
    position.ifPresent(table -> parts.add(age(table)));
    return new BatchSpec(NodeOrder.ITEM_ID, false, parts);
  }

  private static ClickRows.Age age(Parameter positions) {
    return new ClickRows.Age(positions.value().rows());
  }

  @Override
  public Scores forward(Tape tape, DeviceBatch batch, StepRandom random) {
    Var table = tape.parameter(embedding); // [N + 1, d]
    Var h = tape.observe("hidden0", Gather.of(table, batch.items())); // [n, d]
    for (int step = 1; step <= settings.get(STEPS); step++) {
      h = tape.observe("hidden" + step, propagation.step(batch, h)); // [n, d]
    }
    Var candidates = items.of(table); // [N, d]
    if (settings.get(BLOCK) == Block.PUBLISHED) {
      Var mixed = tape.observe("node_out", overNodes(batch, h, random)); // [n, d]
      return readout.scores(mixed, Tagnn.rows(batch, mixed, settings.get(PAD)), candidates);
    }
    Var states = overClicks(batch, h, random); // [c, d]
    return readout.scores(states, ReadoutRows.clicks(batch, states.arena()), candidates);
  }

  /** H′ = MultiHead(H) + LayerNorm(H): the skip branch adds the normalised input. */
  private Var overNodes(DeviceBatch batch, Var h, StepRandom random) {
    Tape tape = h.tape();
    Var skip = tape.observe("layer_norm", norm.apply(h)); // [n, d]
    Var seen = tape.observe("attn_out", attention.apply(h, batch.nodes(), random)); // [n, d]
    return Add.of(seen, skip);
  }

  /** S = X + MultiHead(LayerNorm(X + A)), one row for each click. */
  private Var overClicks(DeviceBatch batch, Var h, StepRandom random) {
    DeviceBatch.Rows clicks = batch.rows(new ClickRows());
    Var x = Gather.of(h, clicks.nodes()); // [c, d]
    Var placed =
        position
            .map(p -> Add.of(x, Gather.of(h.tape().parameter(p), batch.gather(age(p)))))
            .orElse(x); // [c, d]
    return Add.of(x, attention.apply(norm.apply(placed), clicks.segments(), random));
  }
}
