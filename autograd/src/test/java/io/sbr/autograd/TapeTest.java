package io.sbr.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.Multiply;
import io.sbr.autograd.ops.Project;
import io.sbr.autograd.ops.Scale;
import io.sbr.autograd.ops.Sigmoid;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TapeTest {
  private final Backend backend = new ReferenceBackend();
  private final Arena weights = new Arena(backend);

  @AfterEach
  void close() {
    weights.close();
    assertThat(backend.liveBytes()).isZero();
  }

  private Parameter parameter(String name, double... values) {
    return new Parameter(name, weights.copyOf(values, 1, values.length));
  }

  @Test
  void aValueUsedTwiceReceivesBothGradients() {
    Parameter w = parameter("w", 3);
    try (Arena arena = new Arena(backend)) {
      Tape tape = Tape.recording(arena);
      Var x = tape.parameter(w);
      Var square = Multiply.of(x, x);
      tape.backward(Add.of(square, x)); // w² + w
      Tensor gradient = arena.tensor(1, 1);
      backend.toDense(w.gradient(), gradient);
      assertThat(gradient.toDoubles()).containsExactly(7);
    }
  }

  @Test
  void anUnreachedParameterHasNoGradientAtAll() {
    Parameter used = parameter("used", 1, 2);
    Parameter unused = parameter("unused", 5);
    try (Arena arena = new Arena(backend)) {
      Tape tape = Tape.recording(arena);
      Sigmoid.of(tape.parameter(unused)); // computed, but the loss does not depend on it
      tape.backward(Project.of(tape.parameter(used), tape.parameter(used)));
      assertThat(used.gradient()).isNotEmpty();
      assertThat(unused.gradient()).isEmpty();
    }
  }

  @Test
  void anInferenceTapeWritesNothingDown() {
    try (Arena arena = new Arena(backend)) {
      Tape tape = Tape.inference(arena);
      Var y = Sigmoid.of(tape.parameter(parameter("w", 1)));
      assertThat(y.needsGradient()).isFalse();
      assertThat(tape.computed()).isEmpty();
    }
  }

  @Test
  void backwardNeedsASingleNumber() {
    try (Arena arena = new Arena(backend)) {
      Tape tape = Tape.recording(arena);
      Var y = Sigmoid.of(tape.parameter(parameter("w", 1, 2)));
      assertThatThrownBy(() -> tape.backward(y)).hasMessageContaining("sigmoid[1, 2]");
    }
  }

  @Test
  void theFirstBrokenValueIsNamed() {
    Parameter w = parameter("w", 1e200);
    try (Arena arena = new Arena(backend)) {
      Tape tape = Tape.recording(arena);
      Var x = tape.parameter(w);
      assertThat(tape.firstNonFinite()).isEmpty();
      Var broken = Multiply.of(x, x); // overflows
      Sigmoid.of(broken);
      assertThat(tape.firstNonFinite()).contains(broken);
    }
  }

  @Test
  void aTapeCanBeDrawn() {
    Parameter w = parameter("w", 1);
    try (Arena arena = new Arena(backend)) {
      Tape tape = Tape.recording(arena);
      Sigmoid.of(tape.parameter(w));
      assertThat(TapeGraph.dot(tape))
          .contains("n1 [label=\"w\\n[1, 1]\", shape=box]")
          .contains("n0 [label=\"sigmoid\\n[1, 1]\", shape=ellipse]")
          .contains("n1 -> n0");
    }
  }

  @Test
  void namedValuesAreShownToTheObserver() {
    try (Arena arena = new Arena(backend)) {
      StringBuilder seen = new StringBuilder();
      Tape tape = Tape.inference(arena).observedBy((name, value) -> seen.append(name));
      tape.observe("h", tape.parameter(parameter("w", 1)));
      assertThat(seen).hasToString("h");
    }
  }

  @Test
  void whatOnlyObserversWantIsNotComputedWithoutThem() {
    try (Arena arena = new Arena(backend)) {
      Tape alone = Tape.recording(arena);
      Var w = alone.parameter(parameter("w", 1));
      alone.observe("twice", () -> Scale.of(w, 2));
      assertThat(alone.computed()).isEmpty();

      List<Double> seen = new ArrayList<>();
      Tape watched =
          Tape.inference(arena).observedBy((name, value) -> seen.add(value.value().toDoubles()[0]));
      watched.observe("twice", () -> Scale.of(watched.parameter(parameter("w", 3)), 2));
      assertThat(seen).containsExactly(6.0);
    }
  }
}
