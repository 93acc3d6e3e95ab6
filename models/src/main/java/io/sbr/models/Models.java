package io.sbr.models;

import io.sbr.models.counting.FirstOrderMarkov;
import io.sbr.models.counting.MostPopular;
import io.sbr.models.counting.SessionPopularity;
import io.sbr.models.counting.UserMethod;
import io.sbr.models.graph.PsrGat;
import io.sbr.models.graph.PygSrGnn;
import io.sbr.models.graph.SrGnn;
import io.sbr.models.graph.SrGnnFc;
import io.sbr.models.graph.SrGnnNgc;
import io.sbr.models.graph.Tagnn;
import io.sbr.models.graph.TagnnPlusPlus;
import io.sbr.models.graph.Wgat;
import io.sbr.models.neighbour.Sknn;
import io.sbr.models.neighbour.Stan;
import io.sbr.models.neighbour.VSknn;
import io.sbr.models.neighbour.VmisKnn;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.rules.AssociationRules;
import io.sbr.models.rules.ItemKnn;
import io.sbr.models.rules.SequentialRules;
import io.sbr.models.rules.SlistLocal;
import io.sbr.models.sequence.Caser;
import io.sbr.models.sequence.Core;
import io.sbr.models.sequence.Gru4Rec;
import io.sbr.models.sequence.Gru4RecFull;
import io.sbr.models.sequence.Narm;
import io.sbr.models.sequence.Remix;
import io.sbr.models.sequence.Sasrec;
import io.sbr.models.sequence.Stamp;
import io.sbr.models.settings.ModelKind;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The models by name: the one place that a new model is entered in. */
public final class Models {
  private static final List<ModelKind> ALL =
      List.of(
          SrGnn.KIND,
          SrGnnNgc.KIND,
          SrGnnFc.KIND,
          Tagnn.KIND,
          TagnnPlusPlus.KIND,
          PsrGat.KIND,
          PygSrGnn.QIU,
          PygSrGnn.NOTEBOOK,
          Wgat.KIND,
          Remix.KIND,
          Core.KIND,
          Sasrec.KIND,
          Stamp.KIND,
          Narm.KIND,
          Gru4Rec.KIND,
          Gru4RecFull.KIND,
          Caser.KIND,
          MostPopular.KIND,
          SessionPopularity.KIND,
          FirstOrderMarkov.KIND,
          UserMethod.POP,
          UserMethod.RECENT,
          UserMethod.MARKOV,
          UserMethod.BACKOFF,
          AssociationRules.KIND,
          SequentialRules.KIND,
          ItemKnn.KIND,
          SlistLocal.KIND,
          Sknn.KIND,
          VSknn.KIND,
          Stan.KIND,
          Stan.V_KIND,
          VmisKnn.KIND);

  private Models() {}

  /** All kinds, in the order that help lists them. */
  public static List<ModelKind> all() {
    return ALL;
  }

  /** Those with weights, in the same order. */
  public static List<NeuralKind> neural() {
    return ALL.stream().filter(NeuralKind.class::isInstance).map(NeuralKind.class::cast).toList();
  }

  /**
   * The kind of a name.
   *
   * @throws IllegalArgumentException naming those there are if it is none of them
   */
  public static ModelKind kind(String name) {
    return ALL.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no model '"
                        + name
                        + "'; there are "
                        + ALL.stream().map(ModelKind::name).collect(Collectors.joining(", "))));
  }

  /**
   * A model with its defaults.
   *
   * @throws IllegalArgumentException naming those there are if there is none of that name
   */
  public static ModelSettings settings(String name) {
    return ModelSettings.of(kind(name));
  }

  /**
   * What {@link ModelSettings#toMap} has written.
   *
   * @throws IllegalArgumentException with one line if a name or value is not a model's
   */
  public static ModelSettings settings(Map<String, Object> written) {
    Map<String, String> texts = new LinkedHashMap<>();
    written.forEach((name, value) -> texts.put(name, String.valueOf(value)));
    String name = texts.remove(ModelSettings.NAME);
    return settings(String.valueOf(name)).with(texts);
  }

  /**
   * A model with initial weights.
   *
   * @throws IllegalArgumentException if it is of a kind that has none
   */
  public static SessionModel create(ModelSettings settings, ModelContext context) {
    return NeuralKind.of(settings.kind()).factory().create(settings, context);
  }

  /**
   * The same for a kind that needs nothing of the training data but its number of items.
   *
   * @param itemCount N
   * @param weights holds the parameters; must outlive the model
   * @param seed of the initial weights
   */
  public static SessionModel create(
      ModelSettings settings, int itemCount, Arena weights, long seed) {
    return create(settings, new ModelContext(itemCount, Optional.empty(), weights, seed));
  }
}
