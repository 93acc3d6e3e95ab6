package io.sbr.models.sequence;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.Gather;
import io.sbr.autograd.ops.Log;
import io.sbr.autograd.ops.RowDot;
import io.sbr.autograd.ops.Scale;
import io.sbr.autograd.ops.SegmentBroadcast;
import io.sbr.autograd.ops.Sigmoid;
import io.sbr.autograd.ops.WeightedSum;
import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.NodeOrder;
import io.sbr.data.batch.SharedPrefixes;
import io.sbr.data.batch.parts.ClickRows;
import io.sbr.data.batch.parts.HeldItems;
import io.sbr.data.batch.parts.LearnedClicks;
import io.sbr.models.learning.Agc;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.learning.LrScheduleForm;
import io.sbr.models.learning.OptimizerSettings;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.Init;
import io.sbr.models.nn.ItemTable;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.Negatives;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.nn.ParameterSet;
import io.sbr.models.nn.Scores;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.models.nn.layers.DropoutLayer;
import io.sbr.models.nn.layers.LayerNormLayer;
import io.sbr.models.nn.layers.Transformer;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * SASRec: "Self-Attentive Sequential Recommendation" (Kang and McAuley, ICDM 2018; docs/models.md,
 * section 18), as RecBole has it: its transformer, and a softmax over the whole catalogue. With the
 * clicks c of a session, the item table E and a table of places P:
 *
 * <pre>
 *   y = Transformer(dropout(LN(E[c_t] + P[t])))       causal: a click sees itself and those before
 *   score_i = y_last · e_i
 * </pre>
 *
 * <p>{@code --loss binary} is that of the original, which looks at one item that did not follow
 * instead of all; with many of them and a calibration it is gSASRec's (Petrov and Macdonald, RecSys
 * 2023).
 */
public final class Sasrec implements SessionModel {
  /** What training makes smaller. */
  public enum Loss {
    /** The cross-entropy of a softmax over the catalogue. */
    CROSS_ENTROPY,
    /** Binary cross-entropies of what followed and of a few items that did not. */
    BINARY
  }

  /** What an entry of a batch is in training. */
  public enum BatchOf {
    /** A prefix of a session, with the click that follows it: a pass for each. */
    PREFIXES,
    /** A session, of which every click but the last is followed by another: one pass for all. */
    SESSIONS
  }

  private static final ModelSetting<Integer> HIDDEN =
      ModelSetting.wholeNumber("hidden", 1, 4096, 64, "published", "width of all vectors");

  /** Cross-entropy or binary. */
  public static final ModelSetting<Loss> LOSS =
      ModelSetting.choice(
          "loss",
          List.of(Loss.values()),
          Loss.CROSS_ENTROPY,
          "RecBole",
          "what is trained: a softmax over all items, or the original's binary loss over a few");

  private static final ModelSetting<Integer> NEGATIVES =
      ModelSetting.wholeNumber(
              "negatives",
              1,
              10_000,
              1,
              "published",
              "items beside the one that followed, drawn anew in every step; gSASRec 256")
          .onlyWhere(LOSS, Loss.BINARY);
  private static final ModelSetting<Double> CALIBRATION =
      ModelSetting.number(
              "calibration",
              0,
              1,
              0,
              "published",
              "t of gSASRec's loss: from 0, the plain binary loss, to 1, probabilities as if all"
                  + " items had been drawn; gSASRec 0.75")
          .onlyWhere(LOSS, Loss.BINARY);

  /** Prefixes or whole sessions. */
  public static final ModelSetting<BatchOf> BATCH_OF =
      ModelSetting.choice(
          "batch-of",
          List.of(BatchOf.values()),
          BatchOf.PREFIXES,
          "RecBole",
          "entries of training batches: prefixes, each with the click that followed, or sessions,"
              + " which teach all their prefixes in one pass; batch-size counts prefixes in either");

  /** RecBole's: no weight decay, a rate that stays. */
  private static final LearningSettings LEARNING =
      new LearningSettings(
          new OptimizerSettings(1e-3, 0, 3, 1, LrScheduleForm.TORCH10, Agc.OFF),
          30,
          2048,
          1,
          3,
          1000,
          1);

  /** SASRec. */
  public static final NeuralKind KIND =
      new NeuralKind(
              "sasrec",
              "SASRec, self-attention (Kang and McAuley, ICDM 2018)",
              List.of(
                  HIDDEN,
                  TransformerSettings.LAYERS,
                  TransformerSettings.HEADS.dividing(HIDDEN),
                  TransformerSettings.INNER,
                  TransformerSettings.POSITIONS,
                  TransformerSettings.HIDDEN_DROPOUT,
                  TransformerSettings.ATTENTION_DROPOUT,
                  LOSS,
                  NEGATIVES,
                  CALIBRATION,
                  BATCH_OF),
              Sasrec::new)
          .learning(LEARNING);

  private static final LearnedClicks LEARNED = new LearnedClicks();
  private static final LearnedClicks.Following TARGETS = new LearnedClicks.Following();
  private static final LearnedClicks.Weights WEIGHTS = new LearnedClicks.Weights();
  private static final HeldItems HELD = new HeldItems();

  private final ModelSettings settings;
  private final int itemCount;
  private final ClickRows.Place places;

  /** What followed, as a choice from the table. */
  private final LearnedClicks.Chosen following;

  private final List<Parameter> parameters;
  private final Parameter embedding;
  private final ItemTable items;
  private final Parameter position;
  private final LayerNormLayer norm;
  private final DropoutLayer dropout;
  private final Transformer transformer;
  private final int negativesStream;

  private Sasrec(ModelSettings settings, ModelContext context) {
    this.settings = settings;
    itemCount = context.itemCount();
    int d = settings.get(HIDDEN);
    places = new ClickRows.Place(settings.get(TransformerSettings.POSITIONS));
    following = new LearnedClicks.Chosen(itemCount);
    ParameterSet set = context.parameters(d);
    Init init = Init.normal(Transformer.DEVIATION);
    embedding = set.create("item_embedding.weight", init, itemCount + 1, d); // row 0 is padding
    items = ItemTable.afterPadding(embedding);
    position = set.create("position_embedding.weight", init, places.places(), d);
    norm = LayerNormLayer.plain(set.in("LayerNorm"), d, Transformer.EPSILON);
    dropout = new DropoutLayer(set, settings.get(TransformerSettings.HIDDEN_DROPOUT));
    transformer = new Transformer(set.in("trm_encoder"), d, TransformerSettings.form(settings));
    negativesStream = set.dropoutStream();
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
    List<BatchPart<?>> parts = new ArrayList<>();
    parts.addAll(List.of(new ClickRows(), new ClickRows.Last(), places, LEARNED, WEIGHTS));
    parts.addAll(binary() ? List.of(following, HELD) : List.of(TARGETS));
    return new BatchSpec(NodeOrder.ITEM_ID, false, parts);
  }

  private boolean binary() {
    return settings.get(LOSS) == Loss.BINARY;
  }

  /**
   * A prefix of up to {@code --positions} clicks has in a longer one the places, and so the states,
   * that it has alone. Beyond that places move with every click, and nothing can be shared.
   */
  @Override
  public SharedPrefixes sharedPrefixes() {
    return settings.get(BATCH_OF) == BatchOf.SESSIONS
        ? new SharedPrefixes(places.places())
        : SharedPrefixes.NONE;
  }

  @Override
  public Scores forward(Tape tape, DeviceBatch batch, StepRandom random) {
    Var table = tape.parameter(embedding); // [N + 1, d]
    RowGather last = batch.gather(new ClickRows.Last());
    Var session = tape.observe("session", states(batch, table, last, random)); // [B, d]
    return Scores.dot(session, items.of(table));
  }

  @Override
  public Var loss(Tape tape, DeviceBatch batch, StepRandom random) {
    Var table = tape.parameter(embedding);
    RowGather ends = batch.rows(LEARNED).nodes();
    Var learned = tape.observe("learned", states(batch, table, ends, random)); // [T, d]
    Tensor weights = batch.numbers(WEIGHTS);
    return binary()
        ? binary(batch, learned, weights, table, random)
        : PaddingRow.loss(batch, Scores.dot(learned, table), batch.ints(TARGETS), weights);
  }

  /**
   * Mean over examples and their 1 + k items of −β log σ(r) for what followed and −log(1 − σ(r))
   * for each that was drawn.
   *
   * @param learned states that the examples end with, {@code [T, d]}
   * @param weights how much each counts, {@code [T, 1]}
   */
  private Var binary(DeviceBatch batch, Var learned, Tensor weights, Var table, StepRandom random) {
    Arena arena = learned.arena();
    int k = settings.get(NEGATIVES);
    Negatives negatives = Negatives.draw(batch, HELD, k, itemCount, random, negativesStream, arena);
    Var followed = RowDot.of(learned, Gather.of(table, batch.gather(following))); // [T, 1]
    Var others =
        RowDot.of(
            SegmentBroadcast.of(learned, negatives.examples()),
            Gather.of(table, negatives.rows())); // [T·k, 1]
    Tensor ofOthers = arena.tensor(others.rows(), 1);
    arena.backend().gatherRows(weights, negatives.examples().ids(), ofOthers);
    Var said =
        Add.of(
            Scale.of(WeightedSum.of(Log.of(Sigmoid.of(followed)), weights), beta(k)),
            WeightedSum.of(Log.of(Sigmoid.of(Scale.of(others, -1))), ofOthers));
    return Scale.of(said, -1.0 / (k + 1));
  }

  /** β = α((1 − 1/α)t + 1/α) with α = k/(N − 1), the share of items that are drawn: 1 for t = 0. */
  private double beta(int k) {
    double t = settings.get(CALIBRATION);
    double alpha = Math.min(1, (double) k / Math.max(1, itemCount - 1));
    return alpha * t + 1 - t;
  }

  /** What the transformer makes of the clicks that are asked for, a row each. */
  private Var states(DeviceBatch batch, Var table, RowGather asked, StepRandom random) {
    Tape tape = table.tape();
    DeviceBatch.Rows clicks = batch.rows(new ClickRows());
    Var nodes = Gather.of(table, batch.items()); // [n, d]
    Var placed =
        Add.of(
            Gather.of(nodes, clicks.nodes()),
            Gather.of(tape.parameter(position), batch.gather(places)));
    Var x = dropout.apply(tape.observe("input_normed", norm.apply(placed)), random); // [c, d]
    return transformer.apply(x, clicks.segments(), rows -> Gather.of(rows, asked), random);
  }
}
