package io.sbr.models.sequence;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.AddBias;
import io.sbr.autograd.ops.Gather;
import io.sbr.autograd.ops.Project;
import io.sbr.autograd.ops.RowSlice;
import io.sbr.autograd.ops.SampledLoss;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.NodeOrder;
import io.sbr.data.batch.SessionLanes;
import io.sbr.data.batch.parts.ClickRows;
import io.sbr.data.batch.parts.ItemsFromZero;
import io.sbr.data.batch.parts.LaneItems;
import io.sbr.data.batch.parts.TimeSteps;
import io.sbr.models.learning.LearningSettings;
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
import io.sbr.models.nn.layers.RecurrentLayers;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.SampledKernels.BprMax;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * GRU4Rec (Hidasi et al., ICLR 2016; Hidasi and Karatzoglou, CIKM 2018; docs/models.md, section
 * 19), as its author's program in PyTorch has it. With the item c of a session's click, tables E
 * and W of what goes in and what comes out, which may be one, and a bias b:
 *
 * <pre>
 *   h_t = dropout(GRU(dropout(E[c_t]), h_t−1))
 *   score_i = h_t·W_i + b_i
 * </pre>
 *
 * <p>In training sessions stand side by side ({@link SessionLanes}); h is carried from click to
 * click, and no gradient goes back through it. What followed in each lane is compared with what
 * followed in the others, and with items that are drawn for all of them.
 */
public final class Gru4Rec implements SessionModel {
  /** What goes into the recurrent unit. */
  public enum Input {
    /** The vectors that score items, too. */
    CONSTRAINED,
    /** Vectors of their own. */
    SEPARATE,
    /** The items themselves: each adds numbers of its own to the gates. */
    ONE_HOT
  }

  /** What training makes smaller. */
  public enum Loss {
    /** The cross-entropy of a softmax over what is compared. */
    CROSS_ENTROPY,
    /** BPR-max. */
    BPR_MAX
  }

  /** Width of the last layer. */
  public static final ModelSetting<Integer> HIDDEN =
      ModelSetting.wholeNumber(
          "hidden", 1, 4096, 100, "published", "width of the unit's state and of item vectors");

  private static final ModelSetting<Integer> LAYERS =
      ModelSetting.wholeNumber("layers", 1, 4, 1, "published", "recurrent units, one on another");
  private static final ModelSetting<Integer> LOWER =
      ModelSetting.wholeNumber(
              "lower-hidden", 1, 4096, 100, "our choice", "width of the units below the last")
          .onlyWhere(LAYERS, 2, 3, 4);

  /** What goes in. */
  public static final ModelSetting<Input> INPUT =
      ModelSetting.choice(
          "input",
          List.of(Input.values()),
          Input.CONSTRAINED,
          "published",
          "what goes in: the vectors that score, too; vectors of their own; or items by number");

  private static final ModelSetting<Integer> EMBEDDING =
      ModelSetting.wholeNumber(
              "embedding", 1, 4096, 100, "our choice", "width of vectors of their own")
          .onlyWhere(INPUT, Input.SEPARATE);
  private static final ModelSetting<Double> INPUT_DROPOUT =
      ModelSetting.number(
          "input-dropout", 0, 0.95, 0, "published", "of what goes in; one-hot: of the first unit");
  private static final ModelSetting<Double> DROPOUT =
      ModelSetting.number(
          "dropout", 0, 0.95, 0, "published", "of the states, in training; carried on so");

  /** Cross-entropy or BPR-max. */
  public static final ModelSetting<Loss> LOSS =
      ModelSetting.choice(
          "loss",
          List.of(Loss.values()),
          Loss.CROSS_ENTROPY,
          "published",
          "what is trained: a softmax over what is compared, or BPR-max");

  private static final ModelSetting<Integer> NEGATIVES =
      ModelSetting.wholeNumber(
          "negatives",
          0,
          100_000,
          2048,
          "published",
          "items drawn in every step for all lanes, beside what follows in the others");
  private static final ModelSetting<Double> ALPHA =
      ModelSetting.number(
          "sample-alpha",
          0,
          1,
          0.5,
          "published",
          "items are drawn as often as clicked, to this power: 0 all alike");
  private static final ModelSetting<Double> LOGQ =
      ModelSetting.number(
              "logq",
              0,
              10,
              0,
              "published",
              "how much of the logarithm of its popularity each score is lowered by")
          .onlyWhere(LOSS, Loss.CROSS_ENTROPY);
  private static final ModelSetting<Double> ELU =
      ModelSetting.number(
              "elu", 0, 10, 0.5, "published", "what scores below 0 fall to; 0 leaves them")
          .onlyWhere(LOSS, Loss.BPR_MAX);
  private static final ModelSetting<Double> BPREG =
      ModelSetting.number(
              "bpreg", 0, 100, 1, "published", "how much large scores of what did not follow cost")
          .onlyWhere(LOSS, Loss.BPR_MAX);

  private static final LearningSettings LEARNING =
      new LearningSettings(OptimizerSettings.adagrad(0.05, 0), 10, 64, 1, 3, 1000, 1);

  /** GRU4Rec. */
  public static final NeuralKind KIND =
      new NeuralKind(
              "gru4rec",
              "GRU4Rec, sessions side by side (Hidasi et al., ICLR 2016, CIKM 2018)",
              List.of(
                  HIDDEN,
                  LAYERS,
                  LOWER,
                  INPUT,
                  EMBEDDING,
                  INPUT_DROPOUT,
                  DROPOUT,
                  LOSS,
                  NEGATIVES,
                  ALPHA,
                  LOGQ,
                  ELU,
                  BPREG),
              Gru4Rec::new)
          .learning(LEARNING)
          .withLanes();

  private static final TimeSteps STEPS = new TimeSteps();
  private static final LaneItems.CarriedRows CARRIED = new LaneItems.CarriedRows();
  private static final LaneItems LANES = new LaneItems();

  private final ModelSettings settings;
  private final int itemCount;
  private final ItemsFromZero fromZero;
  private final List<Parameter> parameters;

  /** What is looked up for what goes in: vectors, or rows of the first unit. */
  private final Parameter input;

  private final Parameter output;
  private final Parameter bias;
  private final RecurrentLayers layers;

  /** What only training needs; empty in a model that answers. */
  private final Optional<LaneTraining> training;

  private Gru4Rec(ModelSettings settings, ModelContext context) {
    this.settings = settings;
    itemCount = context.itemCount();
    fromZero = new ItemsFromZero(itemCount);
    int h = settings.get(HIDDEN);
    ParameterSet set = context.parameters(h);
    output = set.create("Wy.weight", Init.glorot(), itemCount, h);
    bias = set.create("By.weight", Init.zeros(), itemCount, 1);
    int[] widths = new int[settings.get(LAYERS)];
    Arrays.fill(widths, widths.length > 1 ? settings.get(LOWER) : h);
    widths[widths.length - 1] = h;
    RecurrentLayers.Dropouts dropouts =
        new RecurrentLayers.Dropouts(settings.get(INPUT_DROPOUT), settings.get(DROPOUT));
    switch (settings.get(INPUT)) {
      case ONE_HOT -> {
        layers = RecurrentLayers.ofItems(set, itemCount, widths, dropouts);
        input = layers.itemRows();
      }
      case SEPARATE -> {
        int d = settings.get(EMBEDDING);
        input = set.create("E.weight", Init.glorot(), itemCount, d);
        layers = RecurrentLayers.ofVectors(set, d, widths, dropouts);
      }
      default -> {
        input = output;
        layers = RecurrentLayers.ofVectors(set, h, widths, dropouts);
      }
    }
    int stream = set.dropoutStream();
    training =
        context
            .training()
            .map(
                told ->
                    new LaneTraining(
                        told,
                        widths,
                        new LaneTraining.Drawing(
                            settings.get(NEGATIVES), settings.get(ALPHA), stream),
                        context.weights()));
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
    return Optional.of(ItemTable.whole(output));
  }

  @Override
  public BatchSpec needs() {
    return BatchSpec.of(NodeOrder.ITEM_ID, fromZero, STEPS, new ClickRows.Last(), CARRIED, LANES);
  }

  /** Without anything drawn a lane alone has nothing to be compared with. */
  @Override
  public Optional<SessionLanes> lanes() {
    int fewest = settings.get(NEGATIVES) == 0 ? 2 : 1;
    return training.map(t -> new SessionLanes(t.batchSize(), fewest));
  }

  /** The states of the lanes. */
  @Override
  public Map<String, Tensor> state() {
    return training.map(LaneTraining::state).orElse(Map.of());
  }

  /**
   * Whole sessions from the beginning, as they are answered: in training only {@link #loss} is
   * asked, and nothing is dropped here.
   */
  @Override
  public Scores forward(Tape tape, DeviceBatch batch, StepRandom random) {
    DeviceBatch.Steps steps = batch.steps(STEPS);
    Var nodes = Gather.of(tape.parameter(input), batch.gather(fromZero)); // [n, w]
    Var states = layers.sequence(Gather.of(nodes, steps.nodes()), steps.counts());
    Var clicks = tape.observe("gru_out", Gather.of(states, steps.clicks())); // [c, h]
    Var session = tape.observe("session", Gather.of(clicks, batch.gather(new ClickRows.Last())));
    return Scores.biased(session, tape.parameter(output), tape.parameter(bias));
  }

  @Override
  public Var loss(Tape tape, DeviceBatch batch, StepRandom random) {
    return loss(tape, batch, random, training().draw(random));
  }

  /**
   * A step of all lanes, which leaves their states behind.
   *
   * @param drawn candidates that all lanes are compared with
   */
  Var loss(Tape tape, DeviceBatch batch, StepRandom random, int[] drawn) {
    LaneTraining lanes = training();
    int[] last = batch.held(LANES).items()[0];
    int[] compared = joined(batch.held(LANES).items()[1], drawn);
    LookedUp vectors = lookUp(tape, last, compared);
    List<Var> after = layers.step(vectors.in, lanes.before(tape, batch.ints(CARRIED)), random);
    lanes.leave(after);
    for (int i = 0; i < after.size(); i++) {
      tape.observe("hidden" + i, after.get(i));
    }
    Var own = Gather.of(tape.parameter(bias), chosen(compared, tape)); // [C, 1]
    Var scores = AddBias.of(Project.of(after.get(after.size() - 1), vectors.out), own); // [B, C]
    Var seen = tape.observe("train_scores", scores);
    Tensor weights = lanes.weights(batch, tape.arena());
    if (settings.get(LOSS) == Loss.BPR_MAX) {
      return SampledLoss.bprMax(seen, weights, new BprMax(settings.get(ELU), settings.get(BPREG)));
    }
    double logq = settings.get(LOGQ);
    return SampledLoss.softmax(
        logq == 0 ? seen : AddBias.of(seen, lanes.popularity(tape, compared, logq)), weights);
  }

  /** Vectors of what goes in, {@code [B, w]}, and of what is compared, {@code [C, h]}. */
  private record LookedUp(Var in, Var out) {}

  /** One table is looked up once: what goes in and what is compared are updated together. */
  private LookedUp lookUp(Tape tape, int[] last, int[] compared) {
    if (input == output) {
      Var all = Gather.of(tape.parameter(output), chosen(joined(last, compared), tape));
      return new LookedUp(
          RowSlice.of(all, 0, last.length), RowSlice.of(all, last.length, all.rows()));
    }
    return new LookedUp(
        Gather.of(tape.parameter(input), chosen(last, tape)),
        Gather.of(tape.parameter(output), chosen(compared, tape)));
  }

  private static int[] joined(int[] first, int[] second) {
    return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
  }

  private LaneTraining training() {
    return training.orElseThrow(
        () -> new IllegalStateException(name() + " was made to answer, not to be trained"));
  }

  /** Candidates as a choice from a table of all. */
  private RowGather chosen(int[] candidates, Tape tape) {
    return DeviceBatch.upload(GraphBatch.Gather.of(itemCount, candidates), tape.arena());
  }
}
