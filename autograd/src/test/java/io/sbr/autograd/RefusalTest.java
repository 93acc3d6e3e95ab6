package io.sbr.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.autograd.ops.ColumnSlice;
import io.sbr.autograd.ops.Convolution;
import io.sbr.autograd.ops.Gather;
import io.sbr.autograd.ops.GruSequence;
import io.sbr.autograd.ops.HeadMean;
import io.sbr.autograd.ops.MaxOverTime;
import io.sbr.autograd.ops.Scale;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operations and the tape refuse, by name, and the last cases that they do not. */
class RefusalTest {
  private final Arena arena = new Arena(new ReferenceBackend());
  private final Fixtures make = new Fixtures(arena);
  private final Tape tape = Tape.recording(arena);
  private final Var x = tape.parameter(new Parameter("x", make.random(3, 4)));

  @AfterEach
  void close() {
    arena.close();
  }

  private static void assertRefused(String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .as(message)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static void assertShape(Var y, int rows, int cols) {
    assertThat(y.value().shape().dims()).containsExactly(rows, cols);
  }

  @Test
  void columns() {
    assertRefused("column range: [-1, 2) of x[3, 4]", () -> ColumnSlice.of(x, -1, 2));
    assertRefused("column range: [3, 2) of x[3, 4]", () -> ColumnSlice.of(x, 3, 2));
    assertRefused("column range: [1, 5) of x[3, 4]", () -> ColumnSlice.of(x, 1, 5));
    assertThat(ColumnSlice.of(x, 0, 4).value().toDoubles()).containsExactly(x.value().toDoubles());
    assertShape(ColumnSlice.of(x, 0, 0), 3, 0);
    assertShape(ColumnSlice.of(x, 4, 4), 3, 0);
  }

  @Test
  void heads() {
    assertRefused("head mean: 0 heads of x[3, 4]", () -> HeadMean.of(x, 0));
    assertRefused("head mean: -2 heads of x[3, 4]", () -> HeadMean.of(x, -2));
    assertRefused("head mean: 3 heads of x[3, 4]", () -> HeadMean.of(x, 3));
    assertThat(HeadMean.of(x, 1).value().toDoubles()).containsExactly(x.value().toDoubles());
    assertShape(HeadMean.of(x, 4), 3, 1);
  }

  @Test
  void gatheredRows() {
    String message = "gather: index made for %d rows, table is x[3, 4]";
    assertRefused(message.formatted(4), () -> Gather.of(x, make.gather(4, 0)));
    assertRefused(message.formatted(2), () -> Gather.of(x, make.gather(2, 0)));
    assertShape(Gather.of(x, make.gather(3, 2, 2, 0, 1)), 4, 4);
    assertShape(Gather.of(x, make.gather(3)), 0, 4);
  }

  @Test
  void stepsOfSequences() {
    String message = "gru sequence: step %d has %d rows";
    assertRefused(message.formatted(1, 3), () -> new GruSequence.Steps(new int[] {2, 3}));
    assertRefused(message.formatted(1, 0), () -> new GruSequence.Steps(new int[] {2, 0}));
    assertRefused(
        "gru sequence: steps of 5 rows, inputs x[3, 4]",
        () -> GruSequence.of(x, x, Optional.empty(), new GruSequence.Steps(new int[] {3, 2})));
  }

  @Test
  void stepsOfWindows() {
    Var filters = tape.constant(arena.filled(1, 2, 8), "w");
    String message = "convolution: filters w[2, 8] over %d of %d steps of x[3, 4]";
    assertRefused(message.formatted(2, 2), () -> Convolution.of(x, filters, 2, 2));
    assertRefused(message.formatted(1, 3), () -> Convolution.of(x, filters, 3, 1));
    assertRefused(message.formatted(2, 1), () -> Convolution.of(x, filters, 1, 2));
    assertRefused("max over time: 2 steps of x[3, 4]", () -> MaxOverTime.of(x, 2));
    assertRefused("max over time: 0 steps of x[3, 4]", () -> MaxOverTime.of(x, 0));
  }

  @Test
  void backwardFromWhatNoParameterReaches() {
    Var constant = tape.constant(arena.filled(1, 1), "given");
    String message = " depends on no parameter of this tape";
    assertRefused("given[1]" + message, () -> tape.backward(constant));
    assertRefused("scale[1]" + message, () -> tape.backward(Scale.of(constant, 2)));
    Var inferred = Tape.inference(arena).parameter(new Parameter("w", arena.filled(1, 1)));
    assertRefused("w[1]" + message, () -> inferred.tape().backward(inferred));
  }

  @Test
  void gradientCheckInSinglePrecision() {
    try (Backend single = Backends.choose("cpu", 1).backend();
        Arena own = new Arena(single)) {
      assertThatThrownBy(() -> GradCheck.check(single, in -> in.get(0), List.of(own.filled(1, 2))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("gradient check needs float64, not ");
    }
  }
}
