package io.sbr.models.sequence;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.Concat;
import io.sbr.autograd.ops.Gather;
import io.sbr.autograd.ops.LeakyRelu;
import io.sbr.autograd.ops.Norm;
import io.sbr.autograd.ops.Scale;
import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.NodeOrder;
import io.sbr.data.batch.parts.ClickWindow;
import io.sbr.data.batch.users.UserRows;
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
import io.sbr.models.nn.layers.DropoutLayer;
import io.sbr.models.nn.layers.LinearLayer;
import io.sbr.models.nn.layers.WindowConvolutions;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.settings.Switch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Caser: "Personalized Top-N Sequential Recommendation via Convolutional Sequence Embedding" (Tang
 * and Wang, WSDM 2018; docs/models.md, section 21), as RecBole has it. With the image X of the last
 * L clicks' vectors, and u the user's where there is one:
 *
 * <pre>
 *   o = [vertical filters of X ; horizontal filters of X, max over time]
 *   z = ReLU(W₁ dropout(o) + b₁)
 *   s = ReLU(W₂ [z ; u] + b₂)
 *   score_i = s·e_i
 * </pre>
 */
public final class Caser implements SessionModel {
  /** Which end of the window a session that is shorter than it stands at. */
  enum Align {
    /** The last click has the last row. */
    LAST,
    /** The first click has the first row. */
    FIRST
  }

  private static final ModelSetting<Integer> HIDDEN =
      ModelSetting.wholeNumber("hidden", 1, 4096, 50, "published", "width of all vectors");
  private static final ModelSetting<Integer> WINDOW =
      ModelSetting.wholeNumber(
          "window", 1, 200, 5, "published", "latest clicks that are looked at; no others are");
  private static final ModelSetting<Integer> VERTICAL =
      ModelSetting.wholeNumber("vertical", 1, 4096, 4, "published", "filters that weigh clicks");
  private static final ModelSetting<Integer> HORIZONTAL =
      ModelSetting.wholeNumber(
          "horizontal",
          1,
          4096,
          16,
          "published",
          "filters over 1, 2, … clicks at a time, so many of each height");
  private static final ModelSetting<Align> ALIGN =
      ModelSetting.choice(
          "align",
          List.of(Align.values()),
          Align.LAST,
          "published",
          "whether the last click of a short session has the last row of the window, or the first"
              + " one the first, as in RecBole");
  private static final ModelSetting<Switch> USERS =
      ModelSetting.choice(
          "users",
          List.of(Switch.values()),
          Switch.OFF,
          "our choice",
          "whether each user has a vector, as published; sessions here are mostly nobody's");
  private static final ModelSetting<Double> DROPOUT =
      ModelSetting.number(
          "dropout", 0, 0.95, 0.5, "published", "of what the filters say, in training");
  private static final ModelSetting<Double> REGULARIZATION =
      ModelSetting.number(
          "norm-weight",
          0,
          1,
          1e-4,
          "RecBole",
          "of the norms, not squared, of tables, filters and both maps, added to the loss");

  /** The authors', but for their weight decay, which the norms stand for. */
  private static final LearningSettings LEARNING =
      new LearningSettings(
          new OptimizerSettings(1e-3, 0, 3, 1, LrScheduleForm.TORCH10, Agc.OFF),
          50,
          512,
          1,
          3,
          1000,
          1);

  /** Caser. */
  public static final NeuralKind KIND =
      new NeuralKind(
              "caser",
              "Caser, convolutions over the last clicks (Tang and Wang, WSDM 2018)",
              List.of(HIDDEN, WINDOW, VERTICAL, HORIZONTAL, ALIGN, USERS, DROPOUT, REGULARIZATION),
              Caser::new)
          .learning(LEARNING);

  private final ModelSettings settings;
  private final int itemCount;
  private final List<Parameter> parameters;
  private final List<Parameter> regularized;
  private final Parameter embedding;
  private final ItemTable items;
  private final ClickWindow window;
  private final Optional<Users> users;
  private final WindowConvolutions convolutions;
  private final DropoutLayer dropout;
  private final LinearLayer one;
  private final LinearLayer two;

  /**
   * The users' vectors.
   *
   * @param table {@code [users + 1, d]}; the first row is for strangers
   * @param rows which each session has
   */
  private record Users(Parameter table, UserRows rows) {}

  private Caser(ModelSettings settings, ModelContext context) {
    this.settings = settings;
    itemCount = context.itemCount();
    int d = settings.get(HIDDEN);
    int length = settings.get(WINDOW);
    ParameterSet set = context.parameters(d);
    users =
        settings.get(USERS) == Switch.ON ? Optional.of(users(set, context, d)) : Optional.empty();
    Init init = Init.normal(1.0 / d);
    embedding = set.create("item_embedding.weight", init, itemCount + 1, d); // row 0 is padding
    items = ItemTable.afterPadding(embedding);
    window = new ClickWindow(itemCount + 1, length, settings.get(ALIGN) == Align.LAST);
    int vertical = settings.get(VERTICAL);
    int horizontal = settings.get(HORIZONTAL);
    convolutions = new WindowConvolutions(set, length, d, vertical, horizontal);
    dropout = new DropoutLayer(set, settings.get(DROPOUT));
    one = map(set.in("fc1"), vertical * d + length * horizontal, d);
    two = map(set.in("fc2"), users.isPresent() ? 2 * d : d, d);
    parameters = set.all();
    regularized = new ArrayList<>(convolutions.weights());
    regularized.addAll(List.of(embedding, one.weight(), two.weight()));
    users.ifPresent(known -> regularized.add(known.table));
  }

  /** Strangers begin, and stay where training has none, with a vector of zeros. */
  private static Users users(ParameterSet set, ModelContext context, int d) {
    UserRows rows = new UserRows(context.users().get());
    Init init =
        (target, seed, stream) -> {
          Init.normal(1.0 / d).fill(target, seed, stream);
          target.backend().fill(target.rowRange(0, 1), 0);
        };
    return new Users(set.create("user_embedding.weight", init, rows.count(), d), rows);
  }

  private static LinearLayer map(ParameterSet set, int in, int out) {
    return LinearLayer.normal(set, in, out, Math.sqrt(2.0 / (in + out))); // Glorot's
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
    List<BatchPart<?>> parts =
        new ArrayList<>(List.of(window, mask(false), mask(true), PaddingRow.TARGETS));
    users.ifPresent(known -> parts.add(known.rows));
    return new BatchSpec(NodeOrder.ITEM_ID, false, parts);
  }

  private ClickWindow.Mask mask(boolean padding) {
    return new ClickWindow.Mask(window, padding);
  }

  @Override
  public Scores forward(Tape tape, DeviceBatch batch, StepRandom random) {
    Var table = tape.parameter(embedding); // [N + 1, d]
    return Scores.dot(session(batch, table, random), items.of(table));
  }

  @Override
  public Var loss(Tape tape, DeviceBatch batch, StepRandom random) {
    Var table = tape.parameter(embedding);
    Var loss = PaddingRow.loss(batch, Scores.dot(session(batch, table, random), table));
    double weight = settings.get(REGULARIZATION);
    if (weight == 0) {
      return loss;
    }
    Var norms =
        regularized.stream()
            .map(parameter -> Norm.of(tape.parameter(parameter)))
            .reduce(Add::of)
            .orElseThrow();
    return Add.of(loss, Scale.of(norms, weight));
  }

  /** s, {@code [B, d]}. */
  private Var session(DeviceBatch batch, Var table, StepRandom random) {
    Tape tape = table.tape();
    Var x =
        PaddingRow.untaught(
            Gather.of(table, batch.gather(window)), // [L·B, d], step after step
            batch.numbers(mask(false)),
            batch.numbers(mask(true)));
    Var said = dropout.apply(convolutions.apply(x), random);
    Var z = LeakyRelu.of(tape.observe("fc1_before_relu", one.apply(said)), 0);
    Var both =
        users
            .map(known -> Gather.of(tape.parameter(known.table), batch.gather(known.rows)))
            .map(user -> Concat.of(z, user))
            .orElse(z);
    return tape.observe("session", LeakyRelu.of(two.apply(both), 0));
  }
}
