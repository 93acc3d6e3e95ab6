package io.sbr.models.sequence;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.Gather;
import io.sbr.autograd.ops.Scale;
import io.sbr.autograd.ops.ScaleRows;
import io.sbr.autograd.ops.SegmentSoftmax;
import io.sbr.autograd.ops.SegmentSum;
import io.sbr.autograd.ops.UnitRows;
import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.NodeOrder;
import io.sbr.data.batch.parts.ClickRows;
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
import io.sbr.models.nn.layers.LayerNormLayer;
import io.sbr.models.nn.layers.LinearLayer;
import io.sbr.models.nn.layers.Transformer;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * CORE: "CORE: Simple and Effective Session-based Recommendation within Consistent Representation
 * Space" (Hou et al., SIGIR 2022; docs/models.md, section 15). A session's vector is nothing but a
 * weighted mean of its items' vectors, so that both live in one space. With the clicks c of a
 * session, the item table E and a table of places P:
 *
 * <pre>
 *   x_t = dropout(E[c_t])
 *   α   = softmax over the clicks of w·Transformer(dropout(LN(x_t + P[t]))) + b,   or 1/l
 *   s   = Σ_t α_t x_t
 *   z_i = s/‖s‖ · e_i/‖e_i‖ / τ        e = E, in training dropout(E)
 * </pre>
 */
public final class Core implements SessionModel {
  /** What weights a session's clicks. */
  public enum Encoder {
    /** All alike: CORE-ave. */
    AVERAGE,
    /** What a transformer says of each: CORE-trm. */
    TRANSFORMER
  }

  private static final ModelSetting<Integer> HIDDEN =
      ModelSetting.wholeNumber("hidden", 1, 4096, 100, "published", "width of all vectors");

  /** CORE-ave or CORE-trm. */
  public static final ModelSetting<Encoder> ENCODER =
      ModelSetting.choice(
          "encoder",
          List.of(Encoder.values()),
          Encoder.TRANSFORMER,
          "published",
          "what weights a session's clicks: nothing, or a transformer");

  private static final ModelSetting<Integer> LAYERS = ofTransformer(TransformerSettings.LAYERS);
  private static final ModelSetting<Integer> HEADS =
      ofTransformer(TransformerSettings.HEADS.dividing(HIDDEN));
  private static final ModelSetting<Integer> INNER = ofTransformer(TransformerSettings.INNER);
  private static final ModelSetting<Integer> POSITIONS =
      ofTransformer(TransformerSettings.POSITIONS);
  private static final ModelSetting<Double> HIDDEN_DROPOUT =
      ofTransformer(TransformerSettings.HIDDEN_DROPOUT);
  private static final ModelSetting<Double> ATTENTION_DROPOUT =
      ofTransformer(TransformerSettings.ATTENTION_DROPOUT);

  /** From 1/40: a softmax of cosines over less leaves single precision. */
  private static final ModelSetting<Double> TEMPERATURE =
      ModelSetting.number(
          "temperature", 0.025, 10, 0.07, "published", "what cosines are divided by to be scores");

  private static final ModelSetting<Double> DROPOUT =
      ModelSetting.number(
          "dropout", 0, 0.95, 0.2, "published", "of the clicks' vectors in training");
  private static final ModelSetting<Double> ITEM_DROPOUT =
      ModelSetting.number(
          "item-dropout", 0, 0.95, 0.2, "published", "of the candidates' vectors in training");

  /** No weight decay, a rate that stays. */
  private static final LearningSettings LEARNING =
      new LearningSettings(
          new OptimizerSettings(1e-3, 0, 3, 1, LrScheduleForm.TORCH10, Agc.OFF),
          30,
          2048,
          1,
          3,
          1000,
          1);

  /** CORE. */
  public static final NeuralKind KIND =
      new NeuralKind(
              "core",
              "CORE, weighted means of unit item vectors (Hou et al., SIGIR 2022)",
              List.of(
                  HIDDEN,
                  ENCODER,
                  LAYERS,
                  HEADS,
                  INNER,
                  POSITIONS,
                  HIDDEN_DROPOUT,
                  ATTENTION_DROPOUT,
                  TEMPERATURE,
                  DROPOUT,
                  ITEM_DROPOUT),
              Core::new)
          .learning(LEARNING);

  private static <T> ModelSetting<T> ofTransformer(ModelSetting<T> setting) {
    return setting.onlyWhere(ENCODER, Encoder.TRANSFORMER);
  }

  private final ModelSettings settings;
  private final int itemCount;
  private final List<Parameter> parameters;
  private final Parameter embedding;
  private final ItemTable items;
  private final DropoutLayer clickDropout;
  private final DropoutLayer itemDropout;
  private final Optional<Net> net;

  /** What makes α; its parts have the published names. */
  private record Net(
      Parameter position,
      LayerNormLayer norm,
      DropoutLayer dropout,
      Transformer transformer,
      LinearLayer fn) {
    static Net of(ParameterSet parameters, int d, ModelSettings settings) {
      Init init = Init.normal(Transformer.DEVIATION);
      return new Net(
          parameters.create("position_embedding.weight", init, settings.get(POSITIONS), d),
          LayerNormLayer.plain(parameters.in("LayerNorm"), d, Transformer.EPSILON),
          new DropoutLayer(parameters, settings.get(HIDDEN_DROPOUT)),
          new Transformer(parameters.in("trm_encoder"), d, TransformerSettings.form(settings)),
          LinearLayer.normal(parameters.in("fn"), d, 1, Transformer.DEVIATION));
    }
  }

  private Core(ModelSettings settings, ModelContext context) {
    this.settings = settings;
    itemCount = context.itemCount();
    int d = settings.get(HIDDEN);
    ParameterSet set = context.parameters(d);
    embedding = set.uniform("item_embedding.weight", itemCount + 1, d); // row 0 is padding
    items = ItemTable.afterPadding(embedding);
    clickDropout = new DropoutLayer(set, settings.get(DROPOUT));
    itemDropout = new DropoutLayer(set, settings.get(ITEM_DROPOUT));
    net =
        settings.get(ENCODER) == Encoder.AVERAGE
            ? Optional.empty()
            : Optional.of(Net.of(set.in("net"), d, settings));
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
    List<BatchPart<?>> parts = new ArrayList<>(List.of(new ClickRows(), PaddingRow.TARGETS));
    if (net.isPresent()) {
      parts.add(new ClickRows.Place(settings.get(POSITIONS)));
    }
    return new BatchSpec(NodeOrder.ITEM_ID, false, parts);
  }

  @Override
  public Scores forward(Tape tape, DeviceBatch batch, StepRandom random) {
    Var table = tape.parameter(embedding); // [N + 1, d]
    Var query = query(batch, table, random);
    return Scores.normalizedDot(query, items.of(itemDropout.apply(table, random)));
  }

  @Override
  public Var loss(Tape tape, DeviceBatch batch, StepRandom random) {
    Var table = tape.parameter(embedding);
    Var query = query(batch, table, random);
    return PaddingRow.loss(batch, Scores.normalizedDot(query, itemDropout.apply(table, random)));
  }

  /** s/‖s‖/τ, {@code [B, d]}. */
  private Var query(DeviceBatch batch, Var table, StepRandom random) {
    DeviceBatch.Rows clicks = batch.rows(new ClickRows());
    Var nodes = Gather.of(table, batch.items()); // [n, d]
    Var x = clickDropout.apply(Gather.of(nodes, clicks.nodes()), random); // [c, d]
    Var alpha = Attribution.shares(Attribution.Rows.CLICKS, shares(batch, x, clicks, random));
    Var parts = Attribution.sum(Attribution.Rows.CLICKS, ScaleRows.of(x, alpha));
    Var unit = UnitRows.of(SegmentSum.of(parts, clicks.segments()));
    return Scale.of(x.tape().observe("session", unit), 1 / settings.get(TEMPERATURE));
  }

  /** α, {@code [c, 1]}. */
  private Var shares(DeviceBatch batch, Var x, DeviceBatch.Rows clicks, StepRandom random) {
    Segments segments = clicks.segments();
    if (net.isEmpty()) {
      Var zeros = x.tape().constant(x.arena().filled(0, x.rows(), 1), "zeros");
      return SegmentSoftmax.of(zeros, segments); // 1/l
    }
    Net n = net.get();
    Var places =
        Gather.of(
            x.tape().parameter(n.position),
            batch.gather(new ClickRows.Place(settings.get(POSITIONS))));
    Var normed = x.tape().observe("input_normed", n.norm.apply(Add.of(x, places)));
    Var seen = n.transformer.apply(n.dropout.apply(normed, random), segments, random);
    return SegmentSoftmax.of(n.fn.apply(seen), segments);
  }
}
