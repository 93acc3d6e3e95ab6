package io.sbr.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.optim.Adam;
import io.sbr.autograd.optim.Schedule;
import io.sbr.autograd.optim.StepLR;
import io.sbr.data.batch.GraphBatch;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.SessionModel;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Ints;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whole training runs of the authors' programs, followed step by step in float64: every loss, every
 * test rank after every epoch, and the final parameters.
 */
class GoldenCurveTest {
  private static final double TOLERANCE = 1e-9;

  @TestFactory
  Stream<DynamicTest> followsTheTrainingRun() {
    return GoldenCase.all(true).stream()
        .map(golden -> DynamicTest.dynamicTest(golden.toString(), () -> follow(golden)));
  }

  private static void follow(GoldenCase golden) {
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend)) {
      SessionModel model = golden.model(weights);
      double decay = golden.config().get("weight_decay").asDouble();
      Adam adam = new Adam(model.parameters(), Adam.Settings.withDecay(decay), weights);
      // The program steps its scheduler before the first epoch: the newer form.
      Schedule schedule =
          new StepLR(
              golden.config().get("lr").asDouble(),
              golden.config().get("lr_step").asInt(),
              golden.config().get("lr_gamma").asDouble(),
              1);
      double[] losses = golden.f64().doubles("out.loss_curve");
      int batches = golden.f64().shape("out.loss_curve").dim(1);
      int size = golden.config().get("batch").asInt();
      int rows = golden.f64().shape("input.train_sequence").dim(0);
      assertThat(ranks(golden, model, backend))
          .isEqualTo(golden.f64().longs("out.test_rank_start"));
      for (int epoch = 0; epoch < golden.config().get("epochs").asInt(); epoch++) {
        double rate = schedule.rate(epoch);
        assertThat(rate).isCloseTo(golden.f64().doubles("out.lr_of_epoch")[epoch], within(1e-15));
        for (int b = 0; b < batches; b++) {
          GraphBatch batch =
              golden.batch(
                  model,
                  "input.train_sequence",
                  "input.train_target",
                  b * size,
                  Math.min(rows, (b + 1) * size));
          assertThat(step(model, batch, backend, () -> adam.step(rate)))
              .as("loss of epoch %d batch %d", epoch, b)
              .isCloseTo(losses[epoch * batches + b], within(TOLERANCE));
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
      for (Parameter parameter : model.parameters()) {
        assertThat(parameter.value().toDoubles())
            .as(parameter.name())
            .containsExactly(golden.f64().doubles("final." + parameter.name()), within(TOLERANCE));
      }
    }
  }

  private static double step(
      SessionModel model, GraphBatch batch, Backend backend, Runnable update) {
    try (Arena arena = new Arena(backend)) {
      Tape tape = Tape.recording(arena);
      DeviceBatch device = DeviceBatch.upload(batch, arena);
      Var loss = model.forward(tape, device).crossEntropy(device.targets());
      tape.backward(loss);
      update.run(); // while the arena that the gradients live in is open
      return loss.value().toDoubles()[0];
    }
  }

  private static long[] ranks(GoldenCase golden, SessionModel model, Backend backend) {
    int rows = golden.f64().shape("input.test_sequence").dim(0);
    GraphBatch batch = golden.batch(model, "input.test_sequence", "input.test_target", 0, rows);
    try (Arena arena = new Arena(backend)) {
      DeviceBatch device = DeviceBatch.upload(batch, arena);
      Ints ranks = arena.ints(rows);
      backend.ranks(model.forward(Tape.inference(arena), device).scorer(), device.targets(), ranks);
      return Arrays.stream(ranks.toArray()).asLongStream().toArray();
    }
  }
}
