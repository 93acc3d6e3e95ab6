package io.sbr.models.sequence;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Gather;
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
import io.sbr.models.nn.layers.DropoutLayer;
import io.sbr.models.nn.layers.Gru;
import io.sbr.models.nn.layers.LinearLayer;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import java.util.List;
import java.util.Optional;

/**
 * What RecBole calls GRU4Rec (docs/models.md, section 20): a recurrent unit over every prefix, from
 * an empty state, and a softmax over the whole catalogue. Of its authors' program it has the unit
 * and nothing else. With the vectors x of a session's clicks:
 *
 * <pre>
 *   h = GRU(dropout(x))                the state after the last click
 *   score_i = (W h + b)·e_i
 * </pre>
 */
public final class Gru4RecFull implements SessionModel {
  private static final ModelSetting<Integer> HIDDEN =
      ModelSetting.wholeNumber("hidden", 1, 4096, 128, "RecBole", "width of the unit's state");
  private static final ModelSetting<Integer> EMBEDDING =
      ModelSetting.wholeNumber("embedding", 1, 4096, 64, "RecBole", "width of item vectors");
  private static final ModelSetting<Double> DROPOUT =
      ModelSetting.number("dropout", 0, 0.95, 0.3, "RecBole", "of the clicks' vectors in training");

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

  /** RecBole's form of GRU4Rec. */
  public static final NeuralKind KIND =
      new NeuralKind(
              "gru4rec-full",
              "GRU4Rec as RecBole has it: prefixes, a softmax over all items",
              List.of(HIDDEN, EMBEDDING, DROPOUT),
              Gru4RecFull::new)
          .learning(LEARNING);

  private static final TimeSteps STEPS = new TimeSteps();

  private final ModelSettings settings;
  private final int itemCount;
  private final List<Parameter> parameters;
  private final Parameter embedding;
  private final ItemTable items;
  private final DropoutLayer dropout;
  private final Gru gru;
  private final LinearLayer dense;

  private Gru4RecFull(ModelSettings settings, ModelContext context) {
    this.settings = settings;
    itemCount = context.itemCount();
    int d = settings.get(EMBEDDING);
    int h = settings.get(HIDDEN);
    ParameterSet set = context.parameters(h);
    embedding =
        set.create("item_embedding.weight", Init.glorotNormal(), itemCount + 1, d); // 0: padding
    items = ItemTable.afterPadding(embedding);
    dropout = new DropoutLayer(set, settings.get(DROPOUT));
    gru = new Gru(set.in("gru_layers"), "_l0", d, h, Init.glorot(), null);
    dense = LinearLayer.torch(set.in("dense"), h, d);
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
    return BatchSpec.of(NodeOrder.ITEM_ID, STEPS, new ClickRows.Last(), PaddingRow.TARGETS);
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

  /** W h + b, {@code [B, d]}. */
  private Var session(DeviceBatch batch, Var table, StepRandom random) {
    Tape tape = table.tape();
    DeviceBatch.Steps steps = batch.steps(STEPS);
    Var nodes = Gather.of(table, batch.items()); // [n, d]
    Var x = dropout.apply(Gather.of(nodes, steps.nodes()), random); // step after step
    Var states = Gather.of(gru.sequence(x, steps.counts()), steps.clicks()); // [c, h]
    Var last = Gather.of(tape.observe("gru_out", states), batch.gather(new ClickRows.Last()));
    return tape.observe("session", dense.apply(last));
  }
}
