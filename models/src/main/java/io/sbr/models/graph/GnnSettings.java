package io.sbr.models.graph;

import io.sbr.models.nn.layers.Readout;
import io.sbr.models.settings.ModelSetting;
import java.util.List;

/** Settings that SR-GNN and the models built on it share. */
public final class GnnSettings {
  private GnnSettings() {}

  /** d. */
  public static final ModelSetting<Integer> HIDDEN =
      ModelSetting.wholeNumber("hidden", 1, 4096, 100, "published", "width of all vectors");

  /** Propagation steps; without them SR-GNN loses little (SR-GNN issue 28). */
  public static final ModelSetting<Integer> STEPS =
      ModelSetting.wholeNumber(
          "steps", 0, 100, 1, "published", "propagation steps; 0 leaves the graph out");

  /** All read-outs of SR-GNN's paper. */
  public static final ModelSetting<Readout> READOUT = readout(List.of(Readout.values()));

  /** The read-outs with attention. */
  public static final ModelSetting<Readout> ATTENTIVE_READOUT =
      readout(List.of(Readout.HYBRID, Readout.ATTENTION));

  /** How the padding of the published programs enters a model's softmaxes over clicks. */
  public enum Pad {
    /** Not at all: scores depend on nothing but the session. */
    MASKED,
    /**
     * As in the authors' programs: every session is padded to the longest of its file, and padding
     * positions take part. Training counts them up to its own longest input, an evaluation up to
     * that of the part evaluated, serving up to training's (docs/models.md, section 4).
     */
    PUBLISHED
  }

  /** Whether padding takes part in softmaxes. */
  public static final ModelSetting<Pad> PAD =
      ModelSetting.choice(
          "pad",
          List.of(Pad.values()),
          Pad.MASKED,
          "our choice",
          "whether padding up to the longest session takes part in the softmaxes over clicks, as in"
              + " the authors' program; a different model");

  private static ModelSetting<Readout> readout(List<Readout> choices) {
    return ModelSetting.choice(
            "readout", choices, Readout.HYBRID, "published", "what makes the session vector")
        .withSwitch("nonhybrid", Readout.ATTENTION);
  }
}
