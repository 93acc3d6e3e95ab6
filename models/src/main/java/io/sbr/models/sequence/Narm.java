package io.sbr.models.sequence;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.Concat;
import io.sbr.autograd.ops.Gather;
import io.sbr.autograd.ops.ScaleRows;
import io.sbr.autograd.ops.SegmentBroadcast;
import io.sbr.autograd.ops.SegmentSum;
import io.sbr.autograd.ops.Sigmoid;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.NodeOrder;
import io.sbr.data.batch.parts.ClickRows;
import io.sbr.data.batch.parts.TimeSteps;
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
import io.sbr.models.nn.layers.DropoutLayer;
import io.sbr.models.nn.layers.Gru;
import io.sbr.models.nn.layers.LinearLayer;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.settings.Switch;
import io.sbr.tensor.Segments;
import java.util.List;
import java.util.Optional;

/**
 * NARM: "Neural Attentive Session-based Recommendation" (Li et al., CIKM 2017; docs/models.md,
 * section 17), as RecBole has it. With the vectors x of a session's l clicks:
 *
 * <pre>
 *   h   = GRU(dropout(x))                      the state after each click
 *   α_t = v·σ(A₁ h_t + A₂ h_l)                 not normalised
 *   c   = [Σ_t α_t h_t ; h_l]
 *   score_i = (B dropout(c))·e_i
 * </pre>
 */
public final class Narm implements SessionModel {
  private static final ModelSetting<Integer> HIDDEN =
      ModelSetting.wholeNumber(
          "hidden", 1, 4096, 100, "published", "width of the unit's state and of the attention");
  private static final ModelSetting<Integer> EMBEDDING =
      ModelSetting.wholeNumber("embedding", 1, 4096, 50, "published", "width of item vectors");
  private static final ModelSetting<Switch> BIASES =
      ModelSetting.choice(
          "biases",
          List.of(Switch.values()),
          Switch.OFF,
          "RecBole",
          "whether the recurrent unit has biases: in the authors' program; not in RecBole");
  private static final ModelSetting<Double> DROPOUT =
      ModelSetting.number(
          "dropout", 0, 0.95, 0.25, "published", "of the clicks' vectors in training");
  private static final ModelSetting<Double> CONTEXT_DROPOUT =
      ModelSetting.number(
          "context-dropout", 0, 0.95, 0.5, "published", "of what B is applied to, in training");

  /** The authors'; no weight decay, a rate that stays. */
  private static final LearningSettings LEARNING =
      new LearningSettings(
          new OptimizerSettings(1e-3, 0, 3, 1, LrScheduleForm.TORCH10, Agc.OFF),
          30,
          512,
          1,
          3,
          1000,
          1);

  /** NARM. */
  public static final NeuralKind KIND =
      new NeuralKind(
              "narm",
              "NARM, a recurrent unit with attention (Li et al., CIKM 2017)",
              List.of(HIDDEN, EMBEDDING, BIASES, DROPOUT, CONTEXT_DROPOUT),
              Narm::new)
          .learning(LEARNING);

  private static final TimeSteps STEPS = new TimeSteps();

  private final ModelSettings settings;
  private final int itemCount;
  private final List<Parameter> parameters;
  private final Parameter embedding;
  private final ItemTable items;
  private final DropoutLayer clickDropout;
  private final DropoutLayer contextDropout;
  private final Gru gru;
  private final LinearLayer a1;
  private final LinearLayer a2;
  private final LinearLayer v;
  private final LinearLayer b;

  private Narm(ModelSettings settings, ModelContext context) {
    this.settings = settings;
    itemCount = context.itemCount();
    int d = settings.get(EMBEDDING);
    int h = settings.get(HIDDEN);
    ParameterSet set = context.parameters(h);
    Init init = Init.glorotNormal();
    embedding = set.create("item_embedding.weight", init, itemCount + 1, d); // row 0 is padding
    items = ItemTable.afterPadding(embedding);
    clickDropout = new DropoutLayer(set, settings.get(DROPOUT));
    contextDropout = new DropoutLayer(set, settings.get(CONTEXT_DROPOUT));
    Init torch = Init.torch(h);
    Init biases = settings.get(BIASES) == Switch.ON ? torch : null;
    gru = new Gru(set.in("gru"), "_l0", d, h, torch, biases);
    a1 = new LinearLayer(set.in("a_1"), h, h, init, false);
    a2 = new LinearLayer(set.in("a_2"), h, h, init, false);
    v = new LinearLayer(set.in("v_t"), h, 1, init, false);
    b = new LinearLayer(set.in("b"), 2 * h, d, init, false);
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
    return BatchSpec.of(
        NodeOrder.ITEM_ID, STEPS, new ClickRows(), new ClickRows.Last(), PaddingRow.TARGETS);
  }

  @Override
  public Scores forward(Tape tape, DeviceBatch batch, StepRandom random) {
    Var table = tape.parameter(embedding); // [N + 1, d]
    return Scores.dot(session(batch, table, random), items.of(table));
  }

  @Override
  public Var loss(Tape tape, DeviceBatch batch, StepRandom random) {
    Var table = tape.parameter(embedding);
    return PaddingRow.loss(batch, Scores.dot(session(batch, table, random), table));
  }

  /** B c, {@code [B, d]}. */
  private Var session(DeviceBatch batch, Var table, StepRandom random) {
    Tape tape = table.tape();
    Segments clicks = batch.rows(new ClickRows()).segments();
    Var h = tape.observe("gru_out", states(batch, table, random)); // [c, h]
    Var last = Gather.of(h, batch.gather(new ClickRows.Last())); // [B, h]
    Var asked = SegmentBroadcast.of(a2.apply(last), clicks);
    Var alpha = v.apply(Sigmoid.of(Add.of(a1.apply(h), asked))); // [c, 1]
    Var parts = ScaleRows.of(h, Attribution.weights(Attribution.Rows.CLICKS, alpha));
    Attribution.hybrid(Attribution.Rows.CLICKS, b, parts, last, false);
    Var context = Concat.of(SegmentSum.of(parts, clicks), last); // [B, 2h]
    return tape.observe("session", b.apply(contextDropout.apply(context, random)));
  }

  /** The state after each click, session after session, {@code [c, h]}. */
  private Var states(DeviceBatch batch, Var table, StepRandom random) {
    DeviceBatch.Steps steps = batch.steps(STEPS);
    Var nodes = Gather.of(table, batch.items()); // [n, d]
    Var x = clickDropout.apply(Gather.of(nodes, steps.nodes()), random); // step after step
    return Gather.of(gru.sequence(x, steps.counts()), steps.clicks());
  }
}
