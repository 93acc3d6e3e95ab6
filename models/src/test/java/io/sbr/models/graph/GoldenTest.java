package io.sbr.models.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.autograd.Var;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.TestBackends;
import io.sbr.models.nn.SessionModel;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every single-batch golden case on every backend: intermediates, scores, loss, top 20, gradients,
 * and parameters after one and three Adam steps, against the numbers of the authors' programs.
 */
public class GoldenTest {
  /** The backends to check. */
  List<TestBackends.Named> backends() {
    return TestBackends.all();
  }

  @TestFactory
  Stream<DynamicTest> agreesWithTheAuthorsProgram() {
    return backends().stream()
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

    @Override
    void checkIntermediates(SessionModel model, GraphBatch batch, Map<String, Var> seen) {
      new GoldenIntermediates(golden, expected, tolerance).check(model, batch, seen);
    }
  }
}
