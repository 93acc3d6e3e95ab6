package io.sbr.models.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.optim.Adam;
import io.sbr.data.batch.GraphBatch;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Ints;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole training runs of the public programs, followed step by step in float64: every loss, every
 * test rank after each epoch (the padding row left out of the ranking, as there), and the final
 * parameters.
 */
class SequenceCurveTest {
  private static final double TOLERANCE = 1e-9;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "core_curve_ave",
        "core_curve_trm",
        "stamp_curve_recbole",
        "narm_curve_recbole",
        "sasrec_curve_recbole"
      })
  void followsTheTrainingRun(String name) {
    SequenceCase golden = new SequenceCase(name);
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend)) {
      SessionModel model = golden.model(weights);
      Adam adam = new Adam(model.parameters(), Adam.Settings.withDecay(0), weights);
      double rate = golden.config().get("lr").asDouble();
      int size = golden.config().get("batch").asInt();
      int rows = golden.f64().shape("input.train_sequence").dim(0);
      double[] losses = golden.f64().doubles("out.loss_curve");
      int at = 0;
      for (int epoch = 0; epoch < golden.config().get("epochs").asInt(); epoch++) {
        for (int from = 0; from < rows; from += size) {
          GraphBatch batch = golden.batch(model, "train_", from, Math.min(rows, from + size));
          assertThat(step(model, batch, backend, () -> adam.step(rate)))
              .as("step %d", at)
              .isCloseTo(losses[at++], within(TOLERANCE));
        }
        long[] ranks = ranks(golden, model, backend);
        assertThat(ranks)
            .as("ranks after epoch %d", epoch)
            .isEqualTo(
                Arrays.copyOfRange(
                    golden.f64().longs("out.test_rank"),
                    epoch * ranks.length,
                    (epoch + 1) * ranks.length));
      }
      assertThat(at).isEqualTo(losses.length);
      for (Parameter parameter : model.parameters()) {
        if (golden.moves(parameter)) {
          assertThat(parameter.value().toDoubles())
              .as(parameter.name())
              .containsExactly(
                  golden.f64().doubles("final." + parameter.name()), within(TOLERANCE));
        }
      }
    }
  }

  private static double step(
      SessionModel model, GraphBatch batch, Backend backend, Runnable update) {
    try (Arena arena = new Arena(backend)) {
      Tape tape = Tape.recording(arena);
      Var loss = model.loss(tape, DeviceBatch.upload(batch, arena), StepRandom.OFF);
      tape.backward(loss);
      update.run(); // while the arena that the gradients live in is open
      return loss.value().toDoubles()[0];
    }
  }

  private static long[] ranks(SequenceCase golden, SessionModel model, Backend backend) {
    int rows = golden.f64().shape("input.test_sequence").dim(0);
    GraphBatch batch = golden.batch(model, "test_", 0, rows);
    try (Arena arena = new Arena(backend)) {
      DeviceBatch device = DeviceBatch.upload(batch, arena);
      Ints ranks = arena.ints(rows);
      backend.ranks(model.forward(Tape.inference(arena), device).scorer(), device.targets(), ranks);
      return Arrays.stream(ranks.toArray()).asLongStream().toArray();
    }
  }
}
