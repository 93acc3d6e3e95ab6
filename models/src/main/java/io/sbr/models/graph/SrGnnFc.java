package io.sbr.models.graph;

import io.sbr.data.batch.parts.ClickTransitions;
import io.sbr.data.batch.parts.OrderedPairs;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import java.util.List;
import java.util.Optional;

/**
 * SR-GNN-FC (Wu et al., AAAI 2019, "full connections"; docs/models.md, section 3): SR-GNN with an
 * edge between every two clicks of a session, from the earlier to the later one. Described in two
 * versions of the paper in two ways; not released.
 */
public final class SrGnnFc {
  /** Where the full connections go. */
  public enum FullConnections {
    /** Beside SR-GNN's own graph (AAAI text): the GRU cell's input is twice as wide. */
    APPEND,
    /** In its place (arXiv version 1). */
    REPLACE
  }

  /** Where the full connections go. */
  public static final ModelSetting<FullConnections> FC =
      ModelSetting.choice(
          "fc",
          List.of(FullConnections.values()),
          FullConnections.APPEND,
          "paper",
          "full connections beside the session graph (AAAI text) or in its place (arXiv v1)");

  /** SR-GNN with full connections. */
  public static final NeuralKind KIND =
      new NeuralKind(
          "srgnn-fc",
          "SR-GNN with full connections (Wu et al., AAAI 2019; details ours)",
          List.of(GnnSettings.HIDDEN, GnnSettings.STEPS, GnnSettings.READOUT, FC),
          SrGnnFc::create);

  private SrGnnFc() {}

  private static SessionModel create(ModelSettings settings, ModelContext context) {
    return settings.get(FC) == FullConnections.APPEND
        ? new SrGnn(settings, context, new ClickTransitions(), Optional.of(new OrderedPairs()))
        : new SrGnn(settings, context, new OrderedPairs(), Optional.empty());
  }
}
