package io.sbr.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.Scale;
import io.sbr.autograd.ops.SoftmaxCrossEntropy;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The loss over all items has its gradient from the forward pass, for an upstream gradient of one.
 * What would need another is refused, where it would train with a wrong gradient in silence.
 */
class EndOfTapeTest {
  private final Backend backend = new ReferenceBackend();

  /** The gradient of the sessions when the backward pass starts from {@code end} of the loss. */
  private double[] gradient(UnaryOperator<Var> end) {
    try (Arena arena = new Arena(backend)) {
      Fixtures make = new Fixtures(arena);
      Parameter sessions = new Parameter("sessions", make.random(2, 3));
      Tape tape = Tape.recording(arena);
      tape.backward(end.apply(loss(tape, make, sessions)));
      Tensor gradient = arena.tensor(2, 3);
      backend.toDense(sessions.gradient(), gradient);
      return gradient.toDoubles();
    }
  }

  private static Var loss(Tape tape, Fixtures make, Parameter sessions) {
    Var s = tape.parameter(sessions);
    Var items = tape.constant(make.random(5, 3), "items");
    Scorer scorer = new Scorer.Dot(s.value(), items.value());
    return SoftmaxCrossEntropy.of(scorer, List.of(s, items), tape.arena().copyOf(new int[] {4, 0}));
  }

  @Test
  void aTermThatIsAddedChangesNothing() {
    UnaryOperator<Var> withTerm =
        loss -> Add.of(loss, loss.tape().constant(loss.arena().filled(3, 1), "term"));
    assertThat(gradient(withTerm)).containsExactly(gradient(loss -> loss));
  }

  @Test
  void aFactorIsRefused() {
    assertThatThrownBy(() -> gradient(loss -> Scale.of(loss, 0.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("softmax cross-entropy[1] must be the end of the tape");
  }

  @Test
  void soIsALossThatCountsTwice() {
    assertThatThrownBy(() -> gradient(loss -> Add.of(loss, loss)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("end of the tape");
  }

  @Test
  void soIsAnyGradientThatTheTapeDoesNotKnow() {
    try (Arena arena = new Arena(backend)) {
      Fixtures make = new Fixtures(arena);
      Tape tape = Tape.recording(arena);
      Var loss = loss(tape, make, new Parameter("sessions", make.random(2, 3)));
      assertThatThrownBy(() -> tape.backward(loss, arena.filled(1, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("end of the tape");
    }
  }
}
