package io.sbr.models.graph;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Concat;
import io.sbr.autograd.ops.Dropout;
import io.sbr.autograd.ops.Gather;
import io.sbr.autograd.ops.HeadMean;
import io.sbr.autograd.ops.LeakyRelu;
import io.sbr.data.UsageHistory;
import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.NodeOrder;
import io.sbr.data.batch.parts.ItemsFromZero;
import io.sbr.data.batch.parts.ParallelEdges;
import io.sbr.data.batch.parts.PooledNodes;
import io.sbr.data.batch.users.OwnEntries;
import io.sbr.data.batch.users.PersonalUsage;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.DeviceBatch.EdgeList;
import io.sbr.models.nn.Init;
import io.sbr.models.nn.ItemTable;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.nn.ParameterSet;
import io.sbr.models.nn.Scores;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.models.nn.layers.ConditionalGat;
import io.sbr.models.nn.layers.LinearLayer;
import io.sbr.models.nn.layers.OwnHead;
import io.sbr.models.nn.layers.Set2Set;
import io.sbr.models.nn.layers.TopKPool;
import io.sbr.models.nn.layers.TopKPool.Pooled;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * PSR-GAT, personalised session-based recommendation with graph attention (IJCNN 2021), as the
 * authors' program computes it but for its numbering of nodes (docs/models.md, section 6). How long
 * an item was viewed conditions the attention along the step to the next one; pooling drops the
 * nodes that matter least; what the user viewed in the month, week and day before scales the
 * scores. Two other ways for that past to enter are ours ({@link Usage}).
 *
 * <p>Where nothing is known of durations, every step weighs 1; where nothing is known of the user,
 * all items are scaled alike.
 */
public final class PsrGat implements SessionModel {
  /** Which graph a session becomes. */
  public enum Graph {
    /** A node for each distinct item, joined by the steps between them. */
    IDEA,
    /** What the authors' data preparation makes by mistake: for comparison with it alone. */
    PUBLISHED
  }

  /** Whether scores are scaled by the user's own past. */
  public enum Statistics {
    /** They are. */
    PERSONAL,
    /** They are not; every user is a stranger. */
    NEUTRAL
  }

  /** How a user's statistics enter the scores. */
  public enum Usage {
    /** As factors of all scores, views and seconds scaled from 0 to 1, as published. */
    LINEAR,
    /** The same with their logarithms: one view is far from none, also beside fifty. */
    LOG,
    /** The items that the user knows have a softmax of their own, which statistics weight. */
    OWN
  }

  private static final ModelSetting<Integer> HIDDEN =
      GnnSettings.HIDDEN.withDefault(64, "published");
  private static final ModelSetting<Integer> HEADS =
      ModelSetting.wholeNumber("heads", 1, 64, 3, "published", "heads of each attention layer");
  private static final ModelSetting<Double> DROPOUT =
      ModelSetting.number(
          "dropout", 0, 0.99, 0.5, "published", "share dropped before the read-out");
  private static final ModelSetting<Graph> GRAPH =
      ModelSetting.choice(
          "graph",
          List.of(Graph.values()),
          Graph.IDEA,
          "our choice",
          "nodes as intended, or as the authors' data preparation numbers them");
  private static final ModelSetting<Statistics> STATISTICS =
      ModelSetting.choice(
          "statistics",
          List.of(Statistics.values()),
          Statistics.PERSONAL,
          "published",
          "whether scores are scaled by what the user viewed before");

  private static final ModelSetting<Usage> USAGE =
      ModelSetting.choice(
              "usage",
              List.of(Usage.values()),
              Usage.LINEAR,
              "published",
              "how the user's past enters the scores: as factors of all, of counts and seconds as"
                  + " they are or of their logarithms; or in a softmax of its own over the items"
                  + " that the user knows")
          .onlyWhere(STATISTICS, Statistics.PERSONAL);

  /** PSR-GAT. */
  public static final NeuralKind KIND =
      new NeuralKind(
          "psrgat",
          "PSR-GAT, personal graph attention with view durations (IJCNN 2021)",
          List.of(HIDDEN, HEADS, DROPOUT, GRAPH, STATISTICS, USAGE),
          PsrGat::new,
          false,
          true);

  /** w of a view of so many seconds. */
  private static final DoubleUnaryOperator WEIGHT = seconds -> Math.exp(-0.02 * seconds);

  private static final ParallelEdges.Last LAST_WEIGHT = new ParallelEdges.Last(WEIGHT);

  /** Share of the nodes that pooling keeps. */
  private static final double RATIO = 0.9;

  private static final PooledNodes ONCE = new PooledNodes(RATIO, 1);
  private static final PooledNodes TWICE = new PooledNodes(RATIO, 2);
  private static final int ROUNDS = 5;
  private static final double SLOPE = 0.01;

  private final ModelSettings settings;
  private final int itemCount;
  private final int heads;
  private final ItemsFromZero rows;
  private final ParallelEdges transitions;
  private final PersonalUsage usage;
  private final List<Parameter> parameters;
  private final Parameter embedding;
  private final ItemTable items;
  private final ConditionalGat conv1;
  private final TopKPool pool1;
  private final ConditionalGat conv2;
  private final TopKPool pool2;
  private final LinearLayer lin1;
  private final LinearLayer lin2;
  private final int dropoutStream;
  private final Set2Set readout;
  private final LinearLayer lin3;
  private final Optional<Parameter> omega;
  private final OwnEntries entries;
  private final Optional<OwnHead> own;

  private PsrGat(ModelSettings settings, ModelContext context) {
    this.settings = settings;
    itemCount = context.itemCount();
    heads = settings.get(HEADS);
    rows = new ItemsFromZero(itemCount);
    boolean published = settings.get(GRAPH) == Graph.PUBLISHED;
    transitions =
        new ParallelEdges(WEIGHT, published ? ParallelEdges.Ends.RANKS : ParallelEdges.Ends.NODES);
    usage =
        new PersonalUsage(
            itemCount,
            settings.get(STATISTICS) == Statistics.NEUTRAL,
            settings.get(USAGE) == Usage.LOG);

    int d = settings.get(HIDDEN);
    ParameterSet set = context.parameters(d);
    embedding = set.create("item_embedding.weight", Init.normal(1), itemCount, d); // no padding row
    items = ItemTable.whole(embedding);
    conv1 = new ConditionalGat(set.in("conv1"), d, d, heads, true);
    pool1 = new TopKPool(set.in("pool1"), heads * d);
    conv2 = new ConditionalGat(set.in("conv2"), heads * d, d, heads, false);
    pool2 = new TopKPool(set.in("pool2"), d);
    lin1 = LinearLayer.torch(set.in("lin1"), d, d);
    lin2 = LinearLayer.torch(set.in("lin2"), d, d);
    readout = new Set2Set(set.in("gp.gru"), d, ROUNDS, Init.torch(d), Init.torch(d));
    dropoutStream = set.dropoutStream();
    lin3 = LinearLayer.torch(set.in("lin3"), 2 * d + 1, d);
    entries = new OwnEntries(itemCount);
    if (settings.get(STATISTICS) == Statistics.PERSONAL && settings.get(USAGE) == Usage.OWN) {
      omega = Optional.empty();
      own = Optional.of(new OwnHead(set, d, OwnEntries.STATISTICS));
    } else {
      omega = Optional.of(set.create("sta_weight", Init.uniform(0.01, 1), UsageHistory.STATISTICS));
      own = Optional.empty();
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
    NodeOrder order = settings.get(GRAPH) == Graph.PUBLISHED ? NodeOrder.CLICK : NodeOrder.ITEM_ID;
    BatchPart<?> past = own.isPresent() ? entries : usage;
    return BatchSpec.of(order, rows, transitions, LAST_WEIGHT, ONCE, TWICE, past);
  }

  @Override
  public Scores forward(Tape tape, DeviceBatch batch, StepRandom random) {
    Var session = session(tape, batch, random);
    Var candidates = items.of(tape.parameter(embedding));
    return own.isPresent()
        ? own.get().scores(session, candidates, batch.own(entries))
        : Scores.usageScaled(
            session, candidates, tape.parameter(omega.orElseThrow()), batch.usage(usage));
  }

  @Override
  public Var loss(Tape tape, DeviceBatch batch, StepRandom random) {
    if (own.isEmpty()) {
      return SessionModel.super.loss(tape, batch, random);
    }
    Var session = session(tape, batch, random);
    Var candidates = items.of(tape.parameter(embedding));
    return own.get().loss(session, candidates, batch.own(entries), batch.weights());
  }

  /** Steps 1 to 7: s, {@code [B, d]}. */
  private Var session(Tape tape, DeviceBatch batch, StepRandom random) {
    Var table = tape.parameter(embedding); // [N, d]
    EdgeList edges = batch.edges(transitions);
    Var w = tape.constant(edges.weights(), "w"); // [E, 1]
    Var x = tape.observe("emb", Gather.of(table, batch.gather(rows))); // [n, d]

    var first = conv1.apply(x, edges, w, tape.arena().filled(1, edges.count(), 1));
    tape.observe("conv1", first.out());
    Pooled once =
        pool1.apply(
            LeakyRelu.of(first.out(), SLOPE), // [n, H·d]
            tape.arena().filled(1, x.rows(), 1),
            batch.nodes(),
            batch.ints(ONCE));
    tape.observe("pool1", once.x());

    // How much attention an edge received becomes its condition in the next layer.
    Var attention = HeadMean.of(first.alpha(), heads); // [E, 1]
    var second = conv2.apply(once.x(), edges, attention, edges.among(once.keep(), tape.arena()));
    tape.observe("conv2", second.out());
    Pooled twice =
        pool2.apply(
            LeakyRelu.of(second.out(), SLOPE), // [n, d]
            once.keep(),
            batch.nodes(),
            batch.ints(TWICE));
    tape.observe("pool2", twice.x());

    x = LeakyRelu.of(lin1.apply(twice.x()), SLOPE); // [n, d]
    x = LeakyRelu.of(dropped(lin2.apply(x), random), SLOPE); // [n, d]
    Var read = tape.observe("set2set", readout.apply(x, twice.keep(), batch.nodes())); // [B, 2d]
    Var lastWeight = tape.constant(batch.numbers(LAST_WEIGHT), "w of last click"); // [B, 1]
    return tape.observe("session", lin3.apply(Concat.of(read, lastWeight)));
  }

  private Var dropped(Var x, StepRandom random) {
    double rate = random.rate(settings.get(DROPOUT));
    return rate == 0 ? x : Dropout.of(x, rate, random.seed(), random.stream(dropoutStream));
  }
}
