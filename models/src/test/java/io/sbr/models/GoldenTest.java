package io.sbr.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.Var;
import io.sbr.data.GraphBatch;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every single-batch golden case on every backend: intermediates, scores, loss, top 20, gradients,
 * and parameters after one and three Adam steps, against the numbers of the authors' programs.
 */
class GoldenTest {
  private static final double WEIGHT_DECAY = 1e-5;
  private static final double RATE = 1e-3;
  private static final int TOP = 20;

  /** Below this size of f64 gradient, Adam's first steps in f32 have the direction of rounding. */
  private static final double NOISE = 1e-6;

  @TestFactory
  Stream<DynamicTest> agreesWithTheAuthorsProgram() {
    return TestBackends.all().stream()
        .flatMap(
            named ->
                GoldenCase.all(false).stream()
                    .map(
                        golden ->
                            DynamicTest.dynamicTest(
                                golden + " on " + named,
                                () -> {
                                  try (Backend backend = named.create()) {
                                    new Check(golden, backend).run();
                                    assertThat(backend.liveBytes()).isZero();
                                  }
                                })));
  }

  /** One case on one backend. */
  private static final class Check extends GoldenComparison {
    Check(GoldenCase golden, Backend backend) {
      super(golden, backend);
    }

    @Override
    SessionModel model(Arena weights) {
      return golden.model(weights);
    }

    @Override
    GraphBatch batch(SessionModel model) {
      int sessions = golden.config().get("batch").asInt();
      return golden.batch(model, "input.sequence", "input.targets", 0, sessions);
    }

    /** The padded tensors hold real nodes and clicks among the padding; compare those. */
    @Override
    void checkIntermediates(GraphBatch batch, Map<String, Var> seen) {
      for (String name : List.of("global", "last", "session")) {
        close("mid." + name, seen.get(name).value());
      }
      int steps = golden.config().get("steps").asInt();
      for (int step = 0; step <= steps; step++) {
        checkNodes(batch, "mid.hidden" + step, seen.get("hidden" + step).value());
      }
      checkClicks(batch, "mid.alpha_logit", seen.get("alpha_logit").value());
      checkClicks(batch, "mid.seq_hidden", seen.get("hidden" + steps).value());
    }

    private void checkNodes(GraphBatch batch, String name, Tensor nodes) {
      long[] items = expected.longs("input.items");
      int padded = expected.shape("input.items").dim(1);
      int node = 0;
      for (int i = 0; i < items.length; i++) {
        if (items[i] != 0) {
          assertThat(batch.nodeItems()[node]).isEqualTo((int) items[i]);
          assertThat(batch.nodeSession()[node]).isEqualTo(i / padded);
          checkRow(name, i, nodes, node++);
        }
      }
      assertThat(node).isEqualTo(batch.nodes());
    }

    private void checkClicks(GraphBatch batch, String name, Tensor nodes) {
      int padded = expected.shape("input.sequence").dim(1);
      for (int b = 0; b < batch.sessions(); b++) {
        int begin = batch.clickOffsets()[b];
        for (int c = begin; c < batch.clickOffsets()[b + 1]; c++) {
          checkRow(name, b * padded + c - begin, nodes, batch.clickNode()[c]);
        }
      }
    }

    private void checkRow(String name, int paddedRow, Tensor packed, int row) {
      int cols = packed.cols();
      double[] all = expected.doubles(name);
      double[] values = packed.rowRange(row, row + 1).toDoubles();
      for (int c = 0; c < cols; c++) {
        assertThat(values[c])
            .as("%s row %d column %d", name, paddedRow, c)
            .isCloseTo(all[paddedRow * cols + c], within(tolerance));
      }
    }
  }
}
