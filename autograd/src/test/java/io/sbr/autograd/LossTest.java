package io.sbr.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.RowDot;
import io.sbr.autograd.ops.RowSlice;
import io.sbr.autograd.ops.Scale;
import io.sbr.autograd.ops.SoftmaxCrossEntropy;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Going backward from losses. That over all items has its gradient from the forward pass, for an
 * upstream gradient of one: weights multiply it, and what would need another is refused, where it
 * would train with a wrong gradient in silence.
 */
class LossTest {
  private final Backend backend = new ReferenceBackend();

  /** The gradient of the sessions when the backward pass starts from what is made of the loss. */
  private double[] gradient(Function<Var, List<Loss>> start) {
    try (Arena arena = new Arena(backend)) {
      Fixtures make = new Fixtures(arena);
      Parameter sessions = new Parameter("sessions", make.random(2, 3));
      Tape tape = Tape.recording(arena);
      tape.backward(start.apply(loss(tape, make, sessions)));
      Tensor gradient = arena.tensor(2, 3);
      backend.toDense(sessions.gradient(), gradient);
      return gradient.toDoubles();
    }
  }

  private static Var loss(Tape tape, Fixtures make, Parameter sessions) {
    return crossEntropy(tape.parameter(sessions), tape.constant(make.random(5, 3), "items"), 4, 0);
  }

  private static Var crossEntropy(Var sessions, Var items, int... targets) {
    Scorer scorer = new Scorer.Dot(sessions.value(), items.value());
    return SoftmaxCrossEntropy.of(
        scorer, List.of(sessions, items), sessions.arena().copyOf(targets));
  }

  private static List<Loss> once(Var loss) {
    return List.of(Loss.of(loss));
  }

  private void assertTimes(double factor, Function<Var, List<Loss>> start) {
    double[] expected = gradient(LossTest::once);
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= factor;
    }
    assertThat(gradient(start)).containsExactly(expected, within(1e-15));
  }

  /**
   * Two losses over one table, one of them over its rows but the first, and an ordinary one that
   * shares their inputs: all that a weight can meet.
   */
  private static List<Loss> three(List<Var> x) {
    Var sessions = x.get(0); // [2, 3]
    Var table = x.get(1); // [6, 3]
    Var others = Scale.of(sessions, 0.5);
    Var last = RowDot.of(RowSlice.of(sessions, 0, 1), RowSlice.of(table, 5, 6)); // [1, 1]
    return List.of(
        new Loss(crossEntropy(sessions, RowSlice.of(table, 1, 6), 4, 0), 0.75),
        new Loss(last, -0.3),
        new Loss(crossEntropy(others, table, 5, 2), 2));
  }

  @Test
  void aWeightedSumAgreesWithCentralDifferences() {
    try (Arena arena = new Arena(backend)) {
      Fixtures make = new Fixtures(arena);
      List<Tensor> inputs = List.of(make.random(2, 3), make.random(6, 3));
      GradCheck.Worst worst = GradCheck.checkLosses(backend, LossTest::three, inputs);
      assertThat(worst.passed()).as("%s", worst).isTrue();
    }
  }

  /** The cpu backend keeps the item table's gradient in a form of its own, which has no factor. */
  @Test
  void theSameOnABackendWithAFormOfItsOwn() {
    try (Backend cpu = Backends.choose("cpu", 1).backend()) {
      double[] expected = gradientOfThree(backend);
      assertThat(gradientOfThree(cpu)).containsExactly(expected, within(1e-5));
    }
  }

  private static double[] gradientOfThree(Backend backend) {
    try (Arena arena = new Arena(backend)) {
      Fixtures make = new Fixtures(arena);
      Parameter sessions = new Parameter("sessions", make.random(2, 3));
      Parameter table = new Parameter("table", make.random(6, 3));
      Tape tape = Tape.recording(arena);
      tape.backward(three(List.of(tape.parameter(sessions), tape.parameter(table))));
      Tensor gradient = arena.tensor(6, 3);
      backend.toDense(table.gradient(), gradient);
      return gradient.toDoubles();
    }
  }

  @Test
  void aWeightMultipliesTheGradient() {
    assertTimes(0.5, loss -> List.of(new Loss(loss, 0.5)));
    assertTimes(-3, loss -> List.of(new Loss(loss, -3)));
    assertTimes(0, loss -> List.of(new Loss(loss, 0)));
  }

  @Test
  void aLossMayCountTwice() {
    assertTimes(2, loss -> List.of(Loss.of(loss), Loss.of(loss)));
    assertTimes(2, loss -> once(Add.of(loss, loss)));
    assertTimes(1.5, loss -> List.of(Loss.of(loss), new Loss(Add.of(loss, term(loss)), 0.5)));
  }

  @Test
  void aTermThatIsAddedChangesNothing() {
    assertThat(gradient(loss -> once(Add.of(loss, term(loss)))))
        .containsExactly(gradient(LossTest::once));
  }

  private static Var term(Var loss) {
    return loss.tape().constant(loss.arena().filled(3, 1), "term");
  }

  @Test
  void whatIsComputedWithALossIsRefused() {
    String message = "softmax cross-entropy[1] must be a loss that the backward pass starts from";
    assertThatThrownBy(() -> gradient(loss -> once(Scale.of(loss, 0.5))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
    try (Arena arena = new Arena(backend)) {
      Fixtures make = new Fixtures(arena);
      Tape tape = Tape.recording(arena);
      Var loss = loss(tape, make, new Parameter("sessions", make.random(2, 3)));
      assertThatThrownBy(() -> tape.backward(loss, arena.filled(1, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(message);
    }
  }

  /** Before anything is left on a parameter. */
  @Test
  void whatIsNoLossIsRefused() {
    try (Arena arena = new Arena(backend)) {
      Fixtures make = new Fixtures(arena);
      Parameter sessions = new Parameter("sessions", make.random(2, 3));
      Tape tape = Tape.recording(arena);
      Var loss = loss(tape, make, sessions);
      Tape other = Tape.recording(arena);
      Var elsewhere = loss(other, make, sessions);
      Var vector = Scale.of(tape.parameter(sessions), 2);
      assertRefused("backward from no loss at all", () -> tape.backward(List.of()));
      assertRefused("is no single number", () -> Loss.of(vector));
      assertRefused("with weight NaN", () -> new Loss(loss, Double.NaN));
      assertRefused(
          "term[1] depends on no parameter of this tape",
          () -> tape.backward(List.of(Loss.of(loss), Loss.of(term(loss)))));
      assertRefused(
          "softmax cross-entropy[1] was computed on another tape",
          () -> tape.backward(List.of(Loss.of(loss), Loss.of(elsewhere))));
      assertThat(sessions.gradient()).isEmpty();
    }
  }

  private static void assertRefused(
      String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  /** Of several losses, whichever is broken first. */
  @Test
  void theFirstLossThatIsNotFiniteIsNamed() {
    try (Arena arena = new Arena(backend)) {
      Fixtures make = new Fixtures(arena);
      Tape tape = Tape.recording(arena);
      Var sessions = tape.parameter(new Parameter("sessions", arena.filled(1e200, 2, 3)));
      Var items = tape.parameter(new Parameter("items", arena.filled(1e200, 5, 3)));
      Var sound = loss(tape, make, new Parameter("others", make.random(2, 3)));
      Var broken = crossEntropy(sessions, items, 1, 2);
      tape.backward(List.of(Loss.of(sound), new Loss(broken, 0.5)));
      assertThat(tape.firstNonFinite()).contains(broken);
    }
  }
}
