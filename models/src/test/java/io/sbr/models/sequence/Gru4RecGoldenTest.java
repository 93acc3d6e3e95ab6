package io.sbr.models.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.optim.Adagrad;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchOrder;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.TestBackends;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.StepRandom;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.DType;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import io.sbr.tensor.io.SafeTensors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Four steps of GRU4Rec in each of its forms on every backend: states carried and reset, scores of
 * what is compared, losses, gradients, and parameters after one and three steps of Adagrad, against
 * the numbers of its author's program.
 */
public class Gru4RecGoldenTest {
  private static final List<String> CASES =
      List.of(
          "gru4rec_ce",
          "gru4rec_ce_nosample",
          "gru4rec_ce_logq_momentum",
          "gru4rec_ce_separate",
          "gru4rec_ce_onehot",
          "gru4rec_bprmax",
          "gru4rec_bprmax_noelu",
          "gru4rec_bprmax_twolayers");

  /** The backends to check. */
  List<TestBackends.Named> backends() {
    return TestBackends.all();
  }

  @TestFactory
  Stream<DynamicTest> agreesWithTheAuthorsProgram() {
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
                                    new Check(new Gru4RecCase(name), backend).run();
                                    assertThat(backend.liveBytes()).isZero();
                                  }
                                })));
  }

  /** One case on one backend. */
  private static final class Check {
    private final Gru4RecCase golden;
    private final Backend backend;
    private final SafeTensors expected;
    private final double tolerance;

    Check(Gru4RecCase golden, Backend backend) {
      this.golden = golden;
      this.backend = backend;
      boolean exact = backend.dtype() == DType.F64;
      expected = exact ? golden.f64() : golden.f32();
      tolerance = exact ? 1e-10 : 1e-5;
    }

    void run() {
      try (Arena weights = new Arena(backend)) {
        Gru4Rec model = golden.model(weights);
        model
            .state()
            .forEach(
                (name, state) -> {
                  String input = "input." + name.replace("lanes.", "");
                  backend.write(golden.f64().doubles(input), state.rowRange(1, state.rows()));
                });
        Adagrad adagrad = new Adagrad(model.parameters(), golden.momentum(), weights);
        int steps = golden.rows("items").length;
        double[] losses = new double[steps];
        for (int t = 0; t < steps; t++) {
          losses[t] = step(model, t, adagrad);
          if (t == 0 || t == 2) {
            compareParameters(model, "adagrad" + (t + 1) + ".");
          }
        }
        assertThat(losses).containsExactly(expected.doubles("out.loss_steps"), within(tolerance));
        assertThat(losses[0]).isCloseTo(expected.doubles("out.loss")[0], within(tolerance));
      }
    }

    /** The lanes of a step, each as a session of two clicks. */
    private GraphBatch batch(Gru4Rec model, int t) {
      int[] items = golden.rows("items")[t];
      int[] targets = golden.rows("targets")[t];
      int[] reset = golden.rows("reset")[t];
      int[][] sessions = new int[items.length][];
      int[] carried = new int[items.length];
      for (int b = 0; b < items.length; b++) {
        sessions[b] = new int[] {items[b] + 1, targets[b] + 1};
        carried[b] = reset[b] == 1 ? BatchOrder.NONE : b;
      }
      return new BatchBuilder(model.itemCount(), model.needs(), 0)
          .build(
              new Examples(Sessions.of(sessions), 1),
              IntStream.range(0, items.length).toArray(),
              carried);
    }

    private double step(Gru4Rec model, int t, Adagrad adagrad) {
      try (Arena arena = new Arena(backend)) {
        Map<String, Var> seen = new HashMap<>();
        Tape tape = Tape.recording(arena).observedBy(seen::put);
        DeviceBatch device = DeviceBatch.upload(batch(model, t), arena);
        Var loss = model.loss(tape, device, StepRandom.OFF, golden.rows("negatives")[t]);
        tape.backward(loss);
        compareStep(seen.get("train_scores"), "out.train_scores", t);
        for (int i = 0; i < model.state().size(); i++) {
          compareStep(seen.get("hidden" + i), "mid.hidden" + i + "_steps", t);
        }
        if (t == 0) {
          compareAllScores(model, seen.get("hidden" + (model.state().size() - 1)), arena);
          compareGradients(model, arena);
        }
        adagrad.step(golden.rate()); // while the arena that the gradients live in is open
        return loss.value().toDoubles()[0];
      }
    }

    /** A step's part of a tensor that has all steps. */
    private void compareStep(Var ours, String name, int t) {
      double[] all = expected.doubles(name);
      int size = ours.value().size();
      assertThat(ours.value().toDoubles())
          .as("%s of step %d", name, t)
          .containsExactly(Arrays.copyOfRange(all, t * size, (t + 1) * size), within(tolerance));
    }

    private void compareAllScores(Gru4Rec model, Var hidden, Arena arena) {
      Map<String, Tensor> byName = new HashMap<>();
      model.parameters().forEach(p -> byName.put(p.name(), p.value()));
      Tensor scores = arena.tensor(golden.lanes(), golden.items());
      Scorer.Dot dot = new Scorer.Dot(hidden.value(), byName.get("Wy.weight"));
      backend.scores(new Scorer.Biased(dot, byName.get("By.weight")), scores);
      assertThat(scores.toDoubles())
          .containsExactly(expected.doubles("out.scores"), within(tolerance));
    }

    private void compareGradients(Gru4Rec model, Arena arena) {
      for (Parameter parameter : model.parameters()) {
        Tensor dense = arena.tensor(parameter.value().shape());
        backend.toDense(parameter.gradient(), dense);
        assertThat(dense.toDoubles())
            .as("gradient of %s", parameter)
            .containsExactly(golden.numbers(expected, "grad.", parameter), within(tolerance));
      }
      assertThat(expected.names().stream().filter(name -> name.startsWith("grad.")))
          .hasSameSizeAs(model.parameters());
    }

    private void compareParameters(Gru4Rec model, String prefix) {
      for (Parameter parameter : model.parameters()) {
        assertThat(parameter.value().toDoubles())
            .as(prefix + parameter.name())
            .containsExactly(golden.numbers(expected, prefix, parameter), within(tolerance));
      }
    }
  }
}
