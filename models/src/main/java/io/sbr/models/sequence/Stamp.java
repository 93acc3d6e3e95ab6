package io.sbr.models.sequence;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.AddBias;
import io.sbr.autograd.ops.Gather;
import io.sbr.autograd.ops.LeakyRelu;
import io.sbr.autograd.ops.Multiply;
import io.sbr.autograd.ops.RowDot;
import io.sbr.autograd.ops.Scale;
import io.sbr.autograd.ops.ScaleRows;
import io.sbr.autograd.ops.SegmentBroadcast;
import io.sbr.autograd.ops.SegmentSum;
import io.sbr.autograd.ops.Sigmoid;
import io.sbr.autograd.ops.Tanh;
import io.sbr.autograd.ops.UnitRows;
import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.NodeOrder;
import io.sbr.data.batch.parts.Positions;
import io.sbr.data.batch.parts.RealNodes;
import io.sbr.models.graph.GnnSettings.Pad;
import io.sbr.models.learning.Agc;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.learning.LrScheduleForm;
import io.sbr.models.learning.OptimizerSettings;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.Init;
import io.sbr.models.nn.ItemTable;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.nn.ParameterSet;
import io.sbr.models.nn.Scores;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.models.nn.layers.Attribution;
import io.sbr.models.nn.layers.LinearLayer;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.settings.Switch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * STAMP: "STAMP: Short-Term Attention/Memory Priority Model for Session-based Recommendation" (Liu
 * et al., KDD 2018; docs/models.md, section 16). With the vectors x of a session's l clicks, x_l of
 * the last:
 *
 * <pre>
 *   m_s = Σ_t x_t / l
 *   α_t = w₀·σ(W₁ x_t + W₂ x_l + W₃ m_s + b_a)        not normalised
 *   m_a = Σ_t α_t x_t + m_s
 *   h_s = tanh(A m_a + a)      h_t = tanh(B x_l + b)
 *   score_i = (h_s ⊙ h_t)·e_i
 * </pre>
 *
 * <p>Nothing here depends on the order of clicks but the last, so all is computed once per node,
 * for as many positions as it stands for.
 */
public final class Stamp implements SessionModel {
  private static final ModelSetting<Integer> HIDDEN =
      ModelSetting.wholeNumber("hidden", 1, 4096, 100, "published", "width of all vectors");
  private static final ModelSetting<Switch> BIASES =
      ModelSetting.choice(
          "biases",
          List.of(Switch.values()),
          Switch.ON,
          "published",
          "whether attention and both maps have biases: in the paper and in RecBole; not in the"
              + " authors' program");
  private static final ModelSetting<Double> MAX_NORM =
      ModelSetting.number(
          "max-norm",
          0,
          1000,
          0,
          "RecBole",
          "longest vector that a click may have, as the authors' program clips what it looks up"
              + " (1.0 on Yoochoose, 1.5 on Diginetica); 0 for no limit");
  private static final ModelSetting<Pad> PAD =
      ModelSetting.choice(
          "pad",
          List.of(Pad.values()),
          Pad.MASKED,
          "our choice",
          "whether padding up to the longest session takes part in mean and attention, as in"
              + " RecBole; a different model");

  /** Deviations of the initial weights: of the table, of all others. */
  private static final double TABLE = 0.002;

  private static final double WEIGHTS = 0.05;

  /** RecBole's; the authors' differ by data set. */
  private static final LearningSettings LEARNING =
      new LearningSettings(
          new OptimizerSettings(1e-3, 0, 3, 1, LrScheduleForm.TORCH10, Agc.OFF),
          30,
          512,
          1,
          3,
          1000,
          1);

  /** STAMP. */
  public static final NeuralKind KIND =
      new NeuralKind(
              "stamp",
              "STAMP, attention and the last click (Liu et al., KDD 2018)",
              List.of(HIDDEN, BIASES, MAX_NORM, PAD),
              Stamp::new)
          .learning(LEARNING);

  private static final Positions POSITIONS = new Positions();
  private static final Positions.PerClick PER_CLICK = new Positions.PerClick();
  private static final Positions.Mask REAL = new Positions.Mask(false);
  private static final Positions.Mask PADDING = new Positions.Mask(true);

  private final ModelSettings settings;
  private final int itemCount;
  private final List<Parameter> parameters;
  private final Parameter embedding;
  private final ItemTable items;
  private final LinearLayer w1;
  private final LinearLayer w2;
  private final LinearLayer w3;
  private final LinearLayer w0;
  private final Optional<Parameter> attentionBias;
  private final LinearLayer a;
  private final LinearLayer b;

  private Stamp(ModelSettings settings, ModelContext context) {
    this.settings = settings;
    itemCount = context.itemCount();
    int d = settings.get(HIDDEN);
    boolean biased = settings.get(BIASES) == Switch.ON;
    ParameterSet set = context.parameters(d);
    embedding = set.create("item_embedding.weight", Init.normal(TABLE), itemCount + 1, d);
    items = ItemTable.afterPadding(embedding);
    Init init = Init.normal(WEIGHTS);
    w1 = new LinearLayer(set.in("w1"), d, d, init, false);
    w2 = new LinearLayer(set.in("w2"), d, d, init, false);
    w3 = new LinearLayer(set.in("w3"), d, d, init, false);
    w0 = new LinearLayer(set.in("w0"), d, 1, init, false);
    attentionBias = biased ? Optional.of(set.create("b_a", Init.zeros(), d)) : Optional.empty();
    a = map(set.in("mlp_a"), d, biased);
    b = map(set.in("mlp_b"), d, biased);
    parameters = set.all();
  }

  private static LinearLayer map(ParameterSet set, int d, boolean biased) {
    return biased
        ? LinearLayer.normal(set, d, d, WEIGHTS)
        : new LinearLayer(set, d, d, Init.normal(WEIGHTS), false);
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
    List<BatchPart<?>> parts = new ArrayList<>(List.of(POSITIONS, PER_CLICK, PaddingRow.TARGETS));
    if (padded()) {
      parts.addAll(List.of(REAL, PADDING, new RealNodes()));
    }
    return new BatchSpec(NodeOrder.ITEM_ID, padded(), parts);
  }

  private boolean padded() {
    return settings.get(PAD) == Pad.PUBLISHED;
  }

  @Override
  public Scores forward(Tape tape, DeviceBatch batch, StepRandom random) {
    Var table = tape.parameter(embedding); // [N + 1, d]
    return Scores.dot(session(batch, table), items.of(table));
  }

  @Override
  public Var loss(Tape tape, DeviceBatch batch, StepRandom random) {
    Var table = tape.parameter(embedding);
    return PaddingRow.loss(batch, Scores.dot(session(batch, table), table));
  }

  /** h_s ⊙ h_t, {@code [B, d]}. */
  private Var session(DeviceBatch batch, Var table) {
    Tape tape = table.tape();
    Var x = clipped(looked(batch, table)); // [n, d]
    Var last = Gather.of(x, batch.last()); // [B, d]
    Var mean =
        SegmentSum.of(
            ScaleRows.of(x, tape.constant(batch.numbers(PER_CLICK), "mean")), batch.nodes());
    Var alpha = attention(batch, x, last, mean); // [n, 1]
    Var taken = Multiply.of(alpha, tape.constant(batch.numbers(POSITIONS), "positions"));
    Attribution.weights(Attribution.Rows.NODES, padded() ? real(batch, taken) : taken);
    Var memory = Add.of(SegmentSum.of(ScaleRows.of(x, taken), batch.nodes()), mean); // m_a
    Var hs = Tanh.of(tape.observe("hs_before_tanh", a.apply(memory)));
    Var ht = Tanh.of(tape.observe("ht_before_tanh", b.apply(last)));
    return tape.observe("session", Multiply.of(hs, ht));
  }

  private static Var real(DeviceBatch batch, Var ofNodes) {
    return Gather.of(ofNodes, batch.rows(new RealNodes()).nodes());
  }

  /** α of one position of each node, {@code [n, 1]}. */
  private Var attention(DeviceBatch batch, Var x, Var last, Var mean) {
    Var session = Add.of(w2.apply(last), w3.apply(mean));
    Var sum = Add.of(w1.apply(x), SegmentBroadcast.of(session, batch.nodes()));
    Var biased = attentionBias.map(bias -> AddBias.of(sum, x.tape().parameter(bias))).orElse(sum);
    return w0.apply(Sigmoid.of(biased));
  }

  /** The nodes' rows of the table, {@code [n, d]}; through padding's nothing is learned. */
  private Var looked(DeviceBatch batch, Var table) {
    Var rows = Gather.of(table, batch.items());
    return padded() ? PaddingRow.untaught(rows, batch.numbers(REAL), batch.numbers(PADDING)) : rows;
  }

  /** x·min(1, max/‖x‖), written as the row's direction times max − (max − ‖x‖)⁺. */
  private Var clipped(Var x) {
    double most = settings.get(MAX_NORM);
    if (most == 0) {
      return x;
    }
    Var unit = UnitRows.of(x);
    Var limit = x.tape().constant(x.arena().filled(most, x.rows(), 1), "max-norm");
    Var below = LeakyRelu.of(Add.of(limit, Scale.of(RowDot.of(x, unit), -1)), 0);
    return ScaleRows.of(unit, Add.of(limit, Scale.of(below, -1)));
  }
}
