package io.sbr.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.Parameter;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.models.Models;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** How a model is held against a twin of plain loops, or against numbers worked by hand. */
public final class ModelTwins {
  static final int ITEMS = 9;

  private ModelTwins() {}

  /** The same model in another form. */
  @FunctionalInterface
  public interface Twin {
    /** Scores of items 1 … {@value #ITEMS} for one session. */
    double[] scores(PlainLayers layers, int[] session);
  }

  /** Twenty random sessions at once score as the twin scores them one by one. */
  public static void assertEqual(ModelSettings settings, Twin twin) {
    Random random = new Random(5);
    int[][] sessions = new int[20][];
    Arrays.setAll(sessions, s -> random.ints(1 + random.nextInt(8), 1, ITEMS + 1).toArray());
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend)) {
      SessionModel model = Models.create(settings, ITEMS, weights, 3);
      shake(model.parameters(), random);
      PlainLayers layers = new PlainLayers(model.parameters());
      double[] scores =
          new NeuralRecommender(model, backend)
              .scores(new BatchBuilder(ITEMS, model.needs(), 0).build(sessions));
      for (int b = 0; b < sessions.length; b++) {
        assertThat(Arrays.copyOfRange(scores, b * ITEMS, (b + 1) * ITEMS))
            .as(Arrays.toString(sessions[b]))
            .containsExactly(twin.scores(layers, sessions[b]), within(1e-12));
      }
    }
  }

  /** No parameter may be 0 or alike for want of training, or a mistake could hide in it. */
  private static void shake(List<Parameter> parameters, Random random) {
    for (Parameter parameter : parameters) {
      double[] values = parameter.value().toDoubles();
      Arrays.setAll(values, i -> values[i] + random.nextGaussian() / 4);
      parameter.value().backend().write(values, parameter.value());
    }
  }

  /** Scores of one session by a model with the parameters that {@code set} writes. */
  public static double[] byHand(
      ModelSettings settings, int items, Consumer<Parameter> set, int... session) {
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend)) {
      SessionModel model = Models.create(settings, items, weights, 1);
      for (Parameter parameter : model.parameters()) {
        backend.fill(parameter.value(), 0);
        set.accept(parameter);
      }
      return new NeuralRecommender(model, backend)
          .scores(new BatchBuilder(items, model.needs(), 0).build(new int[][] {session}));
    }
  }

  /** Writes a parameter's values. */
  public static void write(Parameter parameter, double... values) {
    parameter.value().backend().write(values, parameter.value());
  }
}
