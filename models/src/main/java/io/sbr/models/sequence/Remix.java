package io.sbr.models.sequence;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.Concat;
import io.sbr.autograd.ops.Dropout;
import io.sbr.autograd.ops.Gather;
import io.sbr.autograd.ops.LeakyRelu;
import io.sbr.autograd.ops.Log;
import io.sbr.autograd.ops.Multiply;
import io.sbr.autograd.ops.RowDot;
import io.sbr.autograd.ops.Scale;
import io.sbr.autograd.ops.ScaleRows;
import io.sbr.autograd.ops.SegmentBroadcast;
import io.sbr.autograd.ops.SegmentSoftmax;
import io.sbr.autograd.ops.SegmentSum;
import io.sbr.autograd.ops.Sigmoid;
import io.sbr.autograd.ops.UnitRows;
import io.sbr.autograd.ops.WeightedSum;
import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.NodeOrder;
import io.sbr.data.batch.parts.ClickRows;
import io.sbr.data.batch.parts.LengthClass;
import io.sbr.data.batch.parts.NodePlaces;
import io.sbr.data.batch.parts.Repeats;
import io.sbr.data.batch.parts.SessionItems;
import io.sbr.models.learning.Agc;
import io.sbr.models.learning.Course;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.learning.LrScheduleForm;
import io.sbr.models.learning.OptimizerSettings;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.Init;
import io.sbr.models.nn.ItemTable;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.nn.OwnItems;
import io.sbr.models.nn.ParameterSet;
import io.sbr.models.nn.Scores;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.models.nn.layers.Attribution;
import io.sbr.models.nn.layers.ClickAttention;
import io.sbr.models.nn.layers.LinearLayer;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.settings.Switch;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Ints;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ReMix, a model of our own: normalise, attend, follow, repeat, remember (docs/models.md, section
 * 14). With the clicks c of a session, c₀ the last of them, and the item table E:
 *
 * <pre>
 *   x_a = dropout(E[c_a])                      in the space of items
 *   s   = Σ_a α_a x_a                          α = attention over clicks, or 1/l            ATTEND
 *         + W x_0                              what follows an item need not be like it     FOLLOW
 *   z_i = s/‖s‖ · E_i/‖E_i‖ / τ                                                          NORMALISE
 *   φ   = σ(MLP(s, x_0, length))               how likely an item is clicked again          REPEAT
 *   p_i = φ · softmax over the session's items of z_i + b_age + b_count
 *         (1 − φ) · softmax over all others of z_i       of z_i/κ in answers              SOFTEN
 * </pre>
 *
 * <p>To remember, the last term, is a blend with neighbours and works for any model. Each term has
 * a switch; {@code --attend mean --repeat off} is CORE's average form (Hou et al., SIGIR 2022).
 */
public final class Remix implements SessionModel {
  /** What weights a session's clicks. */
  public enum Attend {
    /** All alike. */
    MEAN,
    /** Attention by item, age and count, asked by the last click and the mean. */
    LEARNED
  }

  private static final ModelSetting<Integer> HIDDEN =
      ModelSetting.wholeNumber("hidden", 1, 4096, 128, "our choice", "width of all vectors");

  /** What weights a session's clicks. */
  public static final ModelSetting<Attend> ATTEND =
      ModelSetting.choice(
          "attend",
          List.of(Attend.values()),
          Attend.LEARNED,
          "our choice",
          "what weights a session's clicks: nothing, or attention");

  /** The two-level head. */
  public static final ModelSetting<Switch> REPEAT =
      ModelSetting.choice(
          "repeat",
          List.of(Switch.values()),
          Switch.ON,
          "our choice",
          "whether items of the session have a softmax of their own");

  /** The way from the last click to what follows it. */
  public static final ModelSetting<Switch> FOLLOW =
      ModelSetting.choice(
              "follow",
              List.of(Switch.values()),
              Switch.ON,
              "our choice",
              "whether the last click adds a linear map of itself: what follows an item need not be like"
                  + " it")
          .onlyWhere(ATTEND, Attend.LEARNED);

  /** Unit vectors. */
  public static final ModelSetting<Switch> NORMALIZE =
      ModelSetting.choice(
          "normalize",
          List.of(Switch.values()),
          Switch.ON,
          "our choice",
          "whether scores are cosines over the temperature, not plain products");

  /** From 1/40: a softmax of cosines over less leaves single precision. */
  private static final ModelSetting<Double> TEMPERATURE =
      ModelSetting.number(
              "temperature", 0.025, 10, 0.07, "CORE", "what cosines are divided by to be scores")
          .onlyWhere(NORMALIZE, Switch.ON);

  private static final ModelSetting<Double> DROPOUT =
      ModelSetting.number("dropout", 0, 0.95, 0.2, "CORE", "of the clicks' vectors in training");
  private static final ModelSetting<Double> ITEM_DROPOUT =
      ModelSetting.number(
          "item-dropout", 0, 0.95, 0, "our choice", "of the candidates' vectors in training");
  private static final ModelSetting<Double> GATE_DROPOUT =
      ModelSetting.number(
              "gate-dropout",
              0,
              0.95,
              0.5,
              "our choice",
              "of what the gate φ has inside, in training")
          .onlyWhere(REPEAT, Switch.ON);
  private static final ModelSetting<Double> SOFTEN =
      ModelSetting.number(
              "soften",
              1,
              10,
              1,
              "our choice",
              "what the scores of new items are divided by when answering: above 1 where a model that"
                  + " knows its training sessions by heart is too sure of them")
          .onlyWhere(REPEAT, Switch.ON);
  private static final ModelSetting<Integer> AGES =
      ModelSetting.wholeNumber(
          "ages",
          1,
          10_000,
          20,
          "our choice",
          "clicks from the end that have an age of their own; earlier ones share the last");

  private static final int COUNTS = 4;
  private static final int GATE = 32;

  /**
   * As it was best on validation of Diginetica so far (docs/models.md, section 14). No weight
   * decay: it would only change the size of steps.
   */
  private static final LearningSettings LEARNING =
      new LearningSettings(
          new OptimizerSettings(1e-3, 0, 3, 0.1, LrScheduleForm.COOLDOWN, Agc.OFF),
          new Course(300, 0, 1000, 0.6),
          5,
          512,
          1,
          3,
          1000,
          1);

  /** ReMix. */
  public static final NeuralKind KIND =
      new NeuralKind(
              "remix",
              "ReMix, unit vectors, attention over clicks, repeat or explore (ours)",
              List.of(
                  HIDDEN,
                  ATTEND,
                  FOLLOW,
                  REPEAT,
                  NORMALIZE,
                  TEMPERATURE,
                  DROPOUT,
                  ITEM_DROPOUT,
                  GATE_DROPOUT,
                  SOFTEN,
                  AGES),
              Remix::new)
          .learning(LEARNING);

  private final ModelSettings settings;
  private final int itemCount;
  private final List<Parameter> parameters;
  private final Parameter embedding;
  private final ItemTable items;
  private final Optional<Attention> attention;
  private final Optional<LinearLayer> follow;
  private final Optional<Gate> gate;
  private final int inputStream;
  private final int itemStream;
  private final int gateStream;

  private record Attention(Parameter age, Parameter count, ClickAttention clicks) {}

  private record Gate(
      LinearLayer one, Parameter length, LinearLayer two, Parameter age, Parameter count) {}

  private Remix(ModelSettings settings, ModelContext context) {
    this.settings = settings;
    itemCount = context.itemCount();
    int d = settings.get(HIDDEN);
    int ages = settings.get(AGES);
    ParameterSet parameters = context.parameters(d);
    embedding = parameters.uniform("item_embedding.weight", itemCount + 1, d); // row 0 is padding
    items = ItemTable.afterPadding(embedding);
    inputStream = parameters.dropoutStream();
    itemStream = parameters.dropoutStream();
    gateStream = parameters.dropoutStream();
    attention =
        settings.get(ATTEND) == Attend.MEAN
            ? Optional.empty()
            : Optional.of(
                new Attention(
                    parameters.create("attention.age", Init.normal(0.02), ages, d),
                    parameters.create("attention.count", Init.normal(0.02), COUNTS, d),
                    new ClickAttention(parameters.in("attention"), d)));
    follow =
        settings.get(ATTEND) == Attend.MEAN || settings.get(FOLLOW) == Switch.OFF
            ? Optional.empty()
            : Optional.of(new LinearLayer(parameters.in("follow"), d, d, Init.zeros(), false));
    gate =
        settings.get(REPEAT) == Switch.OFF
            ? Optional.empty()
            : Optional.of(
                new Gate(
                    LinearLayer.torch(parameters.in("repeat.one"), 2 * d, GATE),
                    parameters.create("repeat.length", Init.zeros(), LengthClass.COUNT, GATE),
                    LinearLayer.torch(parameters.in("repeat.two"), GATE, 1),
                    parameters.create("repeat.age", Init.zeros(), ages, 1),
                    parameters.create("repeat.count", Init.zeros(), COUNTS, 1)));
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
    int ages = settings.get(AGES);
    List<BatchPart<?>> parts = new ArrayList<>();
    parts.add(new ClickRows());
    parts.add(new ClickRows.Last());
    if (attention.isPresent()) {
      parts.add(new ClickRows.Age(ages));
      parts.add(new NodePlaces.Clicks(COUNTS));
    }
    if (gate.isPresent()) {
      parts.add(new NodePlaces.Clicks(COUNTS));
      parts.add(new NodePlaces.Age(ages));
      parts.add(new LengthClass());
      parts.add(new SessionItems());
      parts.add(new Repeats.Exploring());
      parts.add(new Repeats.SeenOffsets());
      parts.add(new Repeats.SeenItems());
      parts.add(new Repeats.NewTargets());
      parts.add(new Repeats.Repeated());
      parts.add(new Repeats.Signs());
    }
    return new BatchSpec(NodeOrder.ITEM_ID, false, parts);
  }

  /**
   * What all of the head is made of.
   *
   * @param vector s, {@code [B, d]}
   * @param query what meets the items, {@code [B, d]}
   * @param last x₀, {@code [B, d]}
   * @param table of the candidates with its padding row
   */
  private record Session(Var vector, Var query, Var last, Var table) {}

  private Session session(Tape tape, DeviceBatch batch, StepRandom random) {
    Var table = tape.parameter(embedding); // [N + 1, d]
    DeviceBatch.Rows clicks = batch.rows(new ClickRows());
    Var nodes = tape.observe("items", Gather.of(table, batch.items())); // [n, d]
    Var x = dropped(Gather.of(nodes, clicks.nodes()), DROPOUT, inputStream, random); // [c, d]
    Var last = Gather.of(x, batch.gather(new ClickRows.Last())); // [B, d]
    Var shares = shares(tape, batch, clicks, x, last);
    Var parts = Attribution.sum(Attribution.Rows.CLICKS, ScaleRows.of(x, shares)); // [c, d]
    Var attended = SegmentSum.of(parts, clicks.segments()); // [B, d]
    Var s = tape.observe("session", followed(attended, last));
    Var query =
        settings.get(NORMALIZE) == Switch.ON
            ? Scale.of(UnitRows.of(s), 1 / settings.get(TEMPERATURE))
            : s;
    return new Session(s, query, last, dropped(table, ITEM_DROPOUT, itemStream, random));
  }

  /** FOLLOW: W x₀ beside what is attended to; W begins with zeros. */
  private Var followed(Var attended, Var last) {
    return follow
        .map(layer -> Add.of(attended, last.tape().observe(Attribution.LAST, layer.apply(last))))
        .orElse(attended);
  }

  private Var dropped(Var x, ModelSetting<Double> rate, int stream, StepRandom random) {
    double dropout = random.rate(settings.get(rate));
    return dropout == 0 ? x : Dropout.of(x, dropout, random.seed(), random.stream(stream));
  }

  /** ATTEND: α of each click, {@code [c, 1]}. */
  private Var shares(Tape tape, DeviceBatch batch, DeviceBatch.Rows clicks, Var x, Var last) {
    Tensor equal = x.arena().filled(0, x.rows(), 1);
    x.backend().segmentSoftmax(equal, clicks.segments(), equal); // 1/l
    Var alike = tape.constant(equal, "shares");
    Var shares = alike;
    if (attention.isPresent()) {
      Attention a = attention.get();
      Var mean = SegmentSum.of(ScaleRows.of(x, alike), clicks.segments()); // [B, d]
      Var age =
          Gather.of(tape.parameter(a.age), batch.gather(new ClickRows.Age(settings.get(AGES))));
      Var count = Gather.of(tape.parameter(a.count), batch.gather(new NodePlaces.Clicks(COUNTS)));
      Var key = Add.of(Add.of(x, age), Gather.of(count, clicks.nodes())); // [c, d]
      shares = a.clicks.shares(clicks.segments(), key, last, mean);
    }
    return Attribution.shares(Attribution.Rows.CLICKS, shares);
  }

  /** NORMALISE: z over the whole catalogue. */
  private Scores scores(Var query, Var table) {
    Var candidates = items.of(table); // [N, d]
    return settings.get(NORMALIZE) == Switch.ON
        ? Scores.normalizedDot(query, candidates)
        : Scores.dot(query, candidates);
  }

  @Override
  public Scores forward(Tape tape, DeviceBatch batch, StepRandom random) {
    Session session = session(tape, batch, random);
    if (gate.isEmpty()) {
      return scores(session.query, session.table);
    }
    double soften = settings.get(SOFTEN);
    Var query = soften == 1 ? session.query : Scale.of(session.query, 1 / soften);
    return scores(query, session.table).with(own(batch, session, random));
  }

  @Override
  public Var loss(Tape tape, DeviceBatch batch, StepRandom random) {
    if (gate.isEmpty()) {
      return SessionModel.super.loss(tape, batch, random);
    }
    Session session = session(tape, batch, random);
    Tensor weights = batch.weights(); // [B, 1]
    Var again =
        Multiply.of(
            gate(batch, session, random),
            tape.constant(batch.numbers(new Repeats.Signs()), "signs"));
    Var said = WeightedSum.of(Log.of(Sigmoid.of(again)), weights);
    RowGather repeated = batch.gather(new Repeats.Repeated());
    if (repeated.count() > 0) {
      Var within = Gather.of(within(batch, session), repeated); // [R, 1]
      Tensor ofNodes = chosen(tape.arena(), weights, batch.nodes().ids());
      said =
          Add.of(
              said,
              WeightedSum.of(Log.of(within), chosen(tape.arena(), ofNodes, repeated.indices())));
    }
    Var loss = Scale.of(said, -1);
    RowGather exploring = batch.gather(new Repeats.Exploring());
    return exploring.count() == 0 ? loss : Add.of(loss, explored(batch, session, exploring));
  }

  /** Rows of a column that is data. */
  private static Tensor chosen(Arena arena, Tensor column, Ints rows) {
    Tensor chosen = arena.tensor(rows.length(), 1);
    column.backend().gatherRows(column, rows, chosen);
    return chosen;
  }

  /** −Σ log of the softmax over what a session does not hold, of the sessions that explore. */
  private Var explored(DeviceBatch batch, Session session, RowGather exploring) {
    Arena arena = session.query.arena();
    Ints seen = batch.ints(new Repeats.SeenItems());
    return scores(Gather.of(session.query, exploring), session.table)
        .replaced(
            batch.ints(new Repeats.SeenOffsets()),
            seen,
            arena.filled(Double.NEGATIVE_INFINITY, seen.length()))
        .crossEntropy(
            batch.ints(new Repeats.NewTargets()),
            chosen(arena, batch.weights(), exploring.indices()));
  }

  /** REPEAT: the logit of φ, {@code [B, 1]}. */
  private Var gate(DeviceBatch batch, Session session, StepRandom random) {
    Gate g = gate.orElseThrow();
    Tape tape = session.vector.tape();
    Var length = Gather.of(tape.parameter(g.length), batch.gather(new LengthClass()));
    Var inner = Add.of(g.one.apply(Concat.of(session.vector, session.last)), length);
    Var positive = dropped(LeakyRelu.of(inner, 0), GATE_DROPOUT, gateStream, random);
    return tape.observe(Attribution.AGAIN, g.two.apply(positive));
  }

  /** The softmax over each session's own items, {@code [n, 1]}. */
  private Var within(DeviceBatch batch, Session session) {
    Gate g = gate.orElseThrow();
    Tape tape = session.vector.tape();
    Var own = Gather.of(session.table, batch.items()); // [n, d]
    Var unit = settings.get(NORMALIZE) == Switch.ON ? UnitRows.of(own) : own;
    Var z = RowDot.of(SegmentBroadcast.of(session.query, batch.nodes()), unit); // [n, 1]
    Var age =
        Gather.of(tape.parameter(g.age), batch.gather(new NodePlaces.Age(settings.get(AGES))));
    Var count = Gather.of(tape.parameter(g.count), batch.gather(new NodePlaces.Clicks(COUNTS)));
    return tape.observe("within", SegmentSoftmax.of(Add.of(z, Add.of(age, count)), batch.nodes()));
  }

  /** What the session's own items are worth beside all others. */
  private OwnItems own(DeviceBatch batch, Session session, StepRandom random) {
    Var level = SegmentBroadcast.of(gate(batch, session, random), batch.nodes()); // [n, 1]
    Var levels = Add.of(Log.of(within(batch, session)), level);
    return new OwnItems(batch.nodes(), batch.ints(new SessionItems()), levels);
  }
}
