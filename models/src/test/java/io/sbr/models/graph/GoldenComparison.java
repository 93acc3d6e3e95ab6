package io.sbr.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.optim.Adam;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.Scores;
import io.sbr.models.nn.SessionModel;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.DType;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import io.sbr.tensor.io.SafeTensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One golden case on one backend: scores, loss, top 20, gradients, and parameters after one and
 * three Adam steps. What differs from model to model is left to subclasses.
 */
abstract class GoldenComparison {
  private static final double WEIGHT_DECAY = 1e-5;
  private static final double RATE = 1e-3;
  private static final int TOP = 20;

  /** Below this size of f64 gradient, Adam's first steps in f32 have the direction of rounding. */
  private static final double NOISE = 1e-6;

  final GoldenCase golden;
  final Backend backend;
  final SafeTensors expected;
  final double tolerance;
  private final double adamTolerance;

  GoldenComparison(GoldenCase golden, Backend backend) {
    this.golden = golden;
    this.backend = backend;
    boolean exact = backend.dtype() == DType.F64;
    expected = exact ? golden.f64() : golden.f32();
    tolerance = exact ? 1e-10 : 1e-5;
    adamTolerance = exact ? 1e-10 : 1e-4;
  }

  /** The model with the case's initial parameters. */
  abstract SessionModel model(Arena weights);

  /** The case's inputs. */
  abstract GraphBatch batch(SessionModel model);

  /** The batch on the device. */
  DeviceBatch upload(GraphBatch batch, Arena arena) {
    return DeviceBatch.upload(batch, arena);
  }

  /** Compares what the model has named on the way. */
  abstract void checkIntermediates(SessionModel model, GraphBatch batch, Map<String, Var> seen);

  void run() {
    try (Arena weights = new Arena(backend)) {
      SessionModel model = model(weights);
      GraphBatch batch = batch(model);
      Adam adam = new Adam(model.parameters(), Adam.Settings.withDecay(WEIGHT_DECAY), weights);
      double[] losses = new double[4];
      for (int step = 0; step < 3; step++) {
        losses[step] = step(model, batch, step == 0, () -> adam.step(RATE));
        if (step != 1) {
          checkParameters(model, "adam" + (step + 1) + ".");
        }
      }
      losses[3] = step(model, batch, false, () -> {});
      assertThat(losses).containsExactly(expected.doubles("out.loss_steps"), within(tolerance));
    }
  }

  private double step(SessionModel model, GraphBatch batch, boolean first, Runnable update) {
    try (Arena arena = new Arena(backend)) {
      Map<String, Var> seen = new HashMap<>();
      Tape tape = Tape.recording(arena).observedBy(seen::put);
      DeviceBatch device = upload(batch, arena);
      Scores scores = model.forward(tape, device);
      Var loss = scores.crossEntropy(device.targets());
      tape.backward(loss);
      if (first) {
        close("out.loss", loss.value());
        checkIntermediates(model, batch, seen);
        checkScores(scores.scorer(), arena);
        checkGradients(model, arena);
      }
      update.run(); // while the arena that the gradients live in is open
      return loss.value().toDoubles()[0];
    }
  }

  /** Compares a tensor of the golden file. */
  void close(String name, Tensor actual) {
    assertThat(actual.toDoubles())
        .as(name)
        .containsExactly(expected.doubles(name), within(tolerance));
  }

  private void checkScores(Scorer scorer, Arena arena) {
    int sessions = scorer.sessionCount();
    Tensor scores = arena.tensor(sessions, scorer.itemCount());
    backend.scores(scorer, scores);
    close("out.scores", scores);

    Ints items = arena.ints(sessions * TOP);
    Tensor best = arena.tensor(sessions, TOP);
    Ints none = arena.copyOf(new int[sessions + 1]);
    backend.topK(scorer, TOP, none, arena.ints(0), items, best);
    close("out.topk_scores", best);
    double[] all = golden.f64().doubles("out.scores");
    long[] published = expected.longs("out.topk_indices");
    int[] ours = items.toArray();
    for (int i = 0; i < ours.length; i++) {
      int row = i / TOP * scorer.itemCount();
      // Two neighbours may change places only where single precision cannot tell them apart.
      if (ours[i] != published[i]) {
        assertThat(backend.dtype()).isEqualTo(DType.F32);
        assertThat(all[row + ours[i]]).isCloseTo(all[row + (int) published[i]], within(1e-5));
      }
    }
  }

  private void checkGradients(SessionModel model, Arena arena) {
    List<String> unreached = new ArrayList<>();
    for (Parameter parameter : model.parameters()) {
      if (parameter.gradient().isEmpty()) {
        unreached.add(parameter.name());
        assertThat(expected.names()).doesNotContain("grad." + parameter.name());
      } else {
        Tensor dense = arena.tensor(parameter.value().shape());
        backend.toDense(parameter.gradient(), dense);
        close("grad." + parameter.name(), dense);
      }
    }
    assertThat(unreached).containsExactlyInAnyOrderElementsOf(golden.withoutGradient());
  }

  private void checkParameters(SessionModel model, String prefix) {
    for (Parameter parameter : model.parameters()) {
      double[] actual = parameter.value().toDoubles();
      double[] published = expected.doubles(prefix + parameter.name());
      double[] initial = golden.f64().doubles("param." + parameter.name());
      String gradientName = "grad." + parameter.name();
      double[] gradient =
          golden.f64().names().contains(gradientName) ? golden.f64().doubles(gradientName) : null;
      for (int i = 0; i < actual.length; i++) {
        boolean noise =
            backend.dtype() == DType.F32
                && gradient != null
                && Math.abs(gradient[i] + WEIGHT_DECAY * initial[i]) < NOISE;
        if (!noise) {
          assertThat(actual[i])
              .as("%s%s component %d", prefix, parameter.name(), i)
              .isCloseTo(published[i], within(adamTolerance));
        }
      }
    }
  }
}
