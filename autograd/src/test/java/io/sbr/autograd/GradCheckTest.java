package io.sbr.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.autograd.GradCheck.Worst;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Tensor;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** The gradient check notices what it is there for. */
class GradCheckTest {
  private static boolean passes(BiConsumer<Var, Tensor> gradient, int... dims) {
    Backend backend = new ReferenceBackend();
    try (Arena arena = new Arena(backend)) {
      Tensor x = new Fixtures(arena).random(dims);
      Worst worst = GradCheck.check(backend, in -> Doubled.of(in.get(0), gradient), List.of(x));
      return worst.passed();
    }
  }

  @Test
  void aRightGradientPasses() {
    assertThat(passes((y, dx) -> y.backend().scale(y.gradient(), 2, dx), 3, 2)).isTrue();
    assertThat(passes((y, dx) -> y.backend().scale(y.gradient(), 2, dx), 1)).isTrue();
  }

  @Test
  void aGradientThatIsSlightlyWrongIsFound() {
    assertThat(passes((y, dx) -> y.backend().scale(y.gradient(), 2.00001, dx), 3, 2)).isFalse();
  }

  /** Also where the output is one number, as a loss is. */
  @Test
  void aGradientThatIgnoresWhatArrivesIsFound() {
    assertThat(passes((y, dx) -> y.backend().fill(dx, 2), 3, 2)).isFalse();
    assertThat(passes((y, dx) -> y.backend().fill(dx, 2), 1)).isFalse();
  }

  /** y = 2x, with a gradient that a test makes up. */
  private static final class Doubled extends Operation {
    private final BiConsumer<Var, Tensor> gradient;

    private Doubled(Var x, BiConsumer<Var, Tensor> gradient) {
      super("doubled", x);
      this.gradient = gradient;
    }

    static Var of(Var x, BiConsumer<Var, Tensor> gradient) {
      Tensor y = x.arena().tensor(x.value().shape());
      x.backend().scale(x.value(), 2, y);
      return new Doubled(x, gradient).output(y);
    }

    @Override
    protected void backward(Var y) {
      Tensor dx = y.arena().tensor(y.value().shape());
      gradient.accept(y, dx);
      inputs().get(0).accumulateGradient(dx);
    }
  }
}
