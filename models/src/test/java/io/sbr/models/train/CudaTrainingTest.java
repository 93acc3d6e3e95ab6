package io.sbr.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.optim.Adam;
import io.sbr.data.Dataset;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchPlan;
import io.sbr.data.store.Datasets;
import io.sbr.kernels.testing.RequiresCuda;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.TestBackends;
import io.sbr.models.graph.GnnSettings;
import io.sbr.models.graph.SrGnn;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A hundred steps of training take the same course on a CUDA device and on the processor. */
@RequiresCuda
class CudaTrainingTest {
  private static final int STEPS = 100;
  private static final int BATCH = 50;
  private static final double RATE = 0.005;
  private static final ModelSettings MODEL =
      ModelSettings.of(SrGnn.KIND).with(GnnSettings.HIDDEN, 20);

  @Test
  void theLossesAreThoseOfTheProcessor() {
    Dataset data = data();
    double[] expected = losses(data, TestBackends.cpu("plain", 1));
    double[] actual = losses(data, TestBackends.cuda().create());
    for (int step = 0; step < STEPS; step++) {
      assertThat(actual[step])
          .as("loss of step %d", step)
          .isCloseTo(expected[step], withinPercentage(0.01));
    }
    assertThat(Arrays.stream(expected, STEPS / 2, STEPS).average().orElseThrow())
        .as("it learns: a curve that stands still would prove little")
        .isLessThan(0.99 * expected[0]);
    assertThat(losses(data, TestBackends.cuda().create()))
        .as("the same seed gives the same bits")
        .isEqualTo(actual);
  }

  private static Dataset data() {
    Path real = Path.of("..", "..", "shared", "data", "diginetica-tiny");
    return Files.isDirectory(real)
        ? Fixtures.shared("diginetica-tiny")
        : Datasets.load(Datasets.DEMO);
  }

  private static double[] losses(Dataset dataset, Backend backend) {
    TrainingData data = TrainingData.of(dataset, Fixtures.settings(Protocol.PAPER, 1));
    BatchPlan plan = new BatchPlan(data.train().count(), BATCH, 1);
    double[] losses = new double[STEPS];
    try (backend) {
      try (Arena weights = new Arena(backend)) {
        SessionModel model = Models.create(MODEL, data.itemCount(), weights, 1);
        Adam adam = new Adam(model.parameters(), Adam.Settings.withDecay(1e-5), weights);
        BatchBuilder builder = new BatchBuilder(data.itemCount(), model.needs(), 0);
        long before = backend.liveBytes();
        for (int step = 0; step < STEPS; step++) {
          int[] chosen = plan.batch(step / plan.batches(), step % plan.batches());
          try (Arena arena = new Arena(backend)) {
            Tape tape = Tape.recording(arena);
            DeviceBatch batch = DeviceBatch.upload(builder.build(data.train(), chosen), arena);
            Var loss = model.forward(tape, batch, StepRandom.OFF).crossEntropy(batch.targets());
            tape.backward(loss);
            adam.step(RATE);
            losses[step] = loss.value().toDoubles()[0];
          }
          assertThat(backend.liveBytes()).isEqualTo(before);
        }
      }
      assertThat(backend.liveBytes()).isZero();
    }
    return losses;
  }
}
