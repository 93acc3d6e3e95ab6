package io.sbr.models.sequence;

import io.sbr.models.nn.layers.Transformer;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;

/** Settings that models with RecBole's transformer layers share; defaults are RecBole's. */
final class TransformerSettings {
  static final ModelSetting<Integer> LAYERS =
      ModelSetting.wholeNumber("layers", 1, 12, 2, "published", "transformer layers");
  static final ModelSetting<Integer> HEADS =
      ModelSetting.wholeNumber("heads", 1, 64, 2, "published", "attention heads of each layer");
  static final ModelSetting<Integer> INNER =
      ModelSetting.wholeNumber(
          "inner", 1, 16_384, 256, "published", "width inside each layer's feed-forward part");
  static final ModelSetting<Integer> POSITIONS =
      ModelSetting.wholeNumber(
          "positions",
          1,
          10_000,
          50,
          "published",
          "latest clicks that have a place of their own, counted from the left; earlier ones share"
              + " the first");
  static final ModelSetting<Double> HIDDEN_DROPOUT =
      ModelSetting.number(
          "hidden-dropout",
          0,
          0.95,
          0.5,
          "published",
          "of the transformer's input and of what each layer adds, in training");
  static final ModelSetting<Double> ATTENTION_DROPOUT =
      ModelSetting.number(
          "attention-dropout", 0, 0.95, 0.5, "published", "of attention weights in training");

  private TransformerSettings() {}

  static Transformer.Form form(ModelSettings settings) {
    return new Transformer.Form(
        settings.get(LAYERS),
        settings.get(HEADS),
        settings.get(INNER),
        settings.get(HIDDEN_DROPOUT),
        settings.get(ATTENTION_DROPOUT));
  }
}
