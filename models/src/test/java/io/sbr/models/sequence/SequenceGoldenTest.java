package io.sbr.models.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.optim.Adam;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.TestBackends;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.DType;
import io.sbr.tensor.Tensor;
import io.sbr.tensor.io.SafeTensors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * One batch of each sequence model on every backend: intermediates, scores, loss, gradients, and
 * parameters after one and three steps of Adam, against the numbers of the public programs.
 */
public class SequenceGoldenTest {
  private static final List<String> CASES =
      List.of(
          "core_ave",
          "core_trm",
          "core_trm_padded",
          "stamp_recbole",
          "stamp_recbole_padded",
          "narm_recbole",
          "narm_wangshuo",
          "gru4rec_recbole",
          "sasrec_recbole",
          "sasrec_recbole_padded",
          "caser_recbole");

  /** What the programs call attention. */
  private static final Map<String, String> NAMES =
      Map.of("clicks.shares", "alpha", "clicks.weights", "alpha");

  private static final double RATE = 1e-3;

  /** Below this size of f64 gradient, Adam's first steps in f32 have the direction of rounding. */
  private static final double NOISE = 1e-6;

  /** The backends to check. */
  List<TestBackends.Named> backends() {
    return TestBackends.all();
  }

  @TestFactory
  Stream<DynamicTest> agreesWithThePublicProgram() {
    return backends().stream()
        .flatMap(
            named ->
                CASES.stream()
                    .map(
                        name ->
                            DynamicTest.dynamicTest(
                                name + " on " + named,
                                () -> {
                                  try (Backend backend = named.create()) {
                                    new Check(new SequenceCase(name), backend).run();
                                    assertThat(backend.liveBytes()).isZero();
                                  }
                                })));
  }

  /** One case on one backend. */
  private static final class Check {
    private final SequenceCase golden;
    private final Backend backend;
    private final boolean exact;
    private final SafeTensors expected;
    private final double tolerance;

    Check(SequenceCase golden, Backend backend) {
      this.golden = golden;
      this.backend = backend;
      exact = backend.dtype() == DType.F64;
      expected = exact ? golden.f64() : golden.f32();
      tolerance = exact ? 1e-10 : 1e-5;
    }

    void run() {
      try (Arena weights = new Arena(backend)) {
        SessionModel model = golden.model(weights);
        GraphBatch batch = golden.batch(model, "", 0, golden.config().get("batch").asInt());
        Adam adam = new Adam(model.parameters(), Adam.Settings.withDecay(0), weights);
        double[] losses = new double[4];
        int compared = golden.elsewhere() ? 1 : 4;
        for (int step = 0; step < compared; step++) {
          boolean last = step == 3;
          losses[step] = step(model, batch, step == 0, last ? () -> {} : () -> adam.step(RATE));
          if (step == 0 || step == 2) {
            checkParameters(model, "adam" + (step + 1) + ".");
          }
        }
        double[] theirs = expected.doubles("out.loss_steps");
        assertThat(Arrays.copyOf(losses, compared))
            .containsExactly(Arrays.copyOf(theirs, compared), within(tolerance));
      }
    }

    private double step(SessionModel model, GraphBatch batch, boolean first, Runnable update) {
      try (Arena arena = new Arena(backend)) {
        Tape tape = Tape.recording(arena);
        DeviceBatch device = DeviceBatch.upload(batch, arena);
        Var loss = model.loss(tape, device, StepRandom.OFF);
        tape.backward(loss);
        if (first) {
          checkForward(model, batch, device, arena);
          checkGradients(model, arena);
        }
        update.run(); // while the arena that the gradients live in is open
        return loss.value().toDoubles()[0];
      }
    }

    private void checkForward(
        SessionModel model, GraphBatch batch, DeviceBatch device, Arena arena) {
      Map<String, Var> seen = new HashMap<>();
      Tape tape = Tape.inference(arena).observedBy(seen::put);
      int n = model.itemCount();
      Tensor ours = arena.tensor(batch.sessions(), n);
      backend.scores(model.forward(tape, device).scorer(), ours);
      double[] scores = ours.toDoubles();
      double[] theirs = expected.doubles("out.scores");
      for (int b = 0; b < batch.sessions(); b++) {
        for (int i = 0; i < n; i++) {
          assertThat(scores[b * n + i])
              .as("score of item %d in session %d", i + 1, b)
              .isCloseTo(theirs[b * (n + 1) + i + 1], within(tolerance));
        }
      }
      int compared = 0;
      for (Map.Entry<String, Var> shown : seen.entrySet()) {
        String name = "mid." + NAMES.getOrDefault(shown.getKey(), shown.getKey());
        if (expected.names().contains(name)) {
          checkIntermediate(name, shown.getValue(), batch);
          compared++;
        }
      }
      assertThat(compared).isPositive();
    }

    /** Of each session, or of each click or only the last ones: there padded to L rows. */
    private void checkIntermediate(String name, Var value, GraphBatch batch) {
      double[] ours = value.value().toDoubles();
      double[] theirs = expected.doubles(name);
      boolean ofSessions = value.rows() == batch.sessions();
      if (ofSessions && ours.length == theirs.length) {
        assertThat(ours).as(name).containsExactly(theirs, within(tolerance));
        return;
      }
      int length = expected.shape(name).dim(1);
      int width = value.cols();
      for (int b = 0; b < batch.sessions(); b++) {
        int begin = batch.clickOffsets()[b];
        int end = batch.clickOffsets()[b + 1];
        for (int c = ofSessions ? end - 1 : begin; c < end; c++) {
          int row = ofSessions ? b : c;
          for (int k = 0; k < width; k++) {
            assertThat(ours[row * width + k])
                .as("%s of click %d in session %d", name, c - begin, b)
                .isCloseTo(theirs[(b * length + c - begin) * width + k], within(tolerance));
          }
        }
      }
    }

    private void checkGradients(SessionModel model, Arena arena) {
      for (Parameter parameter : model.parameters()) {
        Tensor dense = arena.tensor(parameter.value().shape());
        backend.toDense(parameter.gradient(), dense);
        int from = compared(parameter);
        double[] ours = dense.toDoubles();
        double[] theirs = golden.numbers(expected, "grad.", parameter);
        assertThat(Arrays.copyOfRange(ours, from, ours.length))
            .as("gradient of %s", parameter)
            .containsExactly(Arrays.copyOfRange(theirs, from, theirs.length), within(tolerance));
      }
      assertThat(expected.names().stream().filter(name -> name.startsWith("grad.")))
          .hasSameSizeAs(model.parameters());
    }

    /** Component from which on a parameter is compared: a padding row may learn nothing there. */
    private int compared(Parameter parameter) {
      boolean table = parameter.name().equals("item_embedding.weight");
      return table && golden.elsewhere() ? parameter.value().cols() : 0;
    }

    private void checkParameters(SessionModel model, String prefix) {
      for (Parameter parameter : model.parameters()) {
        if (!exact && !golden.moves(parameter)) {
          continue;
        }
        double[] actual = parameter.value().toDoubles();
        double[] published = golden.numbers(expected, prefix, parameter);
        double[] gradient = golden.numbers(golden.f64(), "grad.", parameter);
        for (int i = compared(parameter); i < actual.length; i++) {
          if (exact || Math.abs(gradient[i]) >= NOISE) {
            assertThat(actual[i])
                .as("%s%s component %d", prefix, parameter.name(), i)
                .isCloseTo(published[i], within(exact ? 1e-10 : 1e-4));
          }
        }
      }
    }
  }
}
