package io.sbr.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.data.Examples;
import io.sbr.data.TransitionCounts;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.GraphBatch;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.models.nn.Training;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Tensor;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every model in every form: the gradient of its loss against central differences, a few components
 * of each parameter, dropout among the operations where there is some.
 */
class ModelGradientTest {
  private static final double STEP = 1e-5;

  @ParameterizedTest
  @MethodSource("io.sbr.models.Fixtures#everyForm")
  void gradientsEqualDifferences(ModelSettings settings) {
    Random random = new Random(6);
    Examples examples = new Examples(Fixtures.madeUp().train(), 1);
    int items = Fixtures.madeUp().items().size();
    Optional<TransitionCounts> counts =
        Optional.of(TransitionCounts.of(examples.sessions(), items));
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend);
        Arena arena = new Arena(backend)) {
      Training training = new Training(8, examples.sessions().clicksByItem(items));
      SessionModel model =
          Models.create(settings, new ModelContext(items, counts, weights, 3).with(training));
      GraphBatch batch =
          new BatchBuilder(items, model.needs(), 7)
              .sharing(model.sharedPrefixes())
              .build(examples, new int[] {0, 1, 4, 9, 13, 33, 60});
      loss(model, batch, arena, true);
      for (Parameter parameter : model.parameters()) {
        // Of no term at all it is zero, which is right only where the loss does not depend on it.
        Tensor gradient = arena.tensor(parameter.value().shape());
        backend.toDense(parameter.gradient(), gradient);
        double[] exact = gradient.toDoubles();
        double[] values = parameter.value().toDoubles();
        for (int trial = 0; trial < 4; trial++) {
          // The first of the table is padding's: 0 but where padding takes part.
          int first = learnsNothing(settings, parameter);
          int i = trial == 0 ? first : first + random.nextInt(values.length - first);
          double difference = 0;
          for (int steps : new int[] {-2, -1, 1, 2}) { // errs by the fourth power of a step
            double[] moved = values.clone();
            moved[i] += steps * STEP;
            backend.write(moved, parameter.value());
            double factor = Math.abs(steps) == 2 ? -1.0 / 12 : 2.0 / 3;
            difference += Integer.signum(steps) * factor * loss(model, batch, arena, false) / STEP;
          }
          backend.write(values, parameter.value());
          assertThat(exact[i]).as("%s[%d]", parameter, i).isCloseTo(difference, within(1e-8));
        }
      }
    }
  }

  /**
   * Components that begin a parameter and learn less than their gradient: RecBole's STAMP and Caser
   * look their padding row up without learning from it.
   */
  private static int learnsNothing(ModelSettings settings, Parameter parameter) {
    boolean padded =
        "published".equals(settings.toMap().get("pad")) || settings.name().equals("caser");
    boolean table = parameter.name().equals("item_embedding.weight");
    return padded && table ? parameter.value().cols() : 0;
  }

  private static double loss(SessionModel model, GraphBatch batch, Arena arena, boolean back) {
    Tape tape = back ? Tape.recording(arena) : Tape.inference(arena);
    DeviceBatch device = DeviceBatch.upload(batch, arena);
    Var loss = model.loss(tape, device, StepRandom.of(4, 17));
    if (back) {
      tape.backward(loss);
    }
    return loss.value().toDoubles()[0];
  }
}
