package io.sbr.models.graph;

import io.sbr.data.batch.parts.GlobalTransitions;
import io.sbr.data.batch.parts.GlobalTransitions.Norm;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import java.util.List;
import java.util.Optional;

/**
 * SR-GNN-NGC (Wu et al., AAAI 2019, "normalized global connections"; docs/models.md, section 2):
 * SR-GNN whose session graph takes its weights from one graph of all training sessions. Described
 * in the paper, not on the released training path; how the weights enter is our choice.
 */
public final class SrGnnNgc {
  /** What a transition's count is divided by. */
  public static final ModelSetting<Norm> GLOBAL_NORM =
      ModelSetting.choice(
          "global-norm",
          List.of(Norm.values()),
          Norm.OUT_STRENGTH,
          "paper",
          "a transition's count is divided by all from its source, or by all to its target, as in"
              + " the released function that training never calls");

  /** SR-GNN with global connections. */
  public static final NeuralKind KIND =
      new NeuralKind(
          "srgnn-ngc",
          "SR-GNN with normalized global connections (Wu et al., AAAI 2019; details ours)",
          List.of(GnnSettings.HIDDEN, GnnSettings.STEPS, GnnSettings.READOUT, GLOBAL_NORM),
          SrGnnNgc::create,
          true,
          false);

  private SrGnnNgc() {}

  private static SessionModel create(ModelSettings settings, ModelContext context) {
    GlobalTransitions graph =
        new GlobalTransitions(context.transitions(), settings.get(GLOBAL_NORM));
    return new SrGnn(settings, context, graph, Optional.empty());
  }
}
