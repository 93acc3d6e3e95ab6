package io.sbr.models.nn.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.models.nn.ParameterSet;
import io.sbr.models.nn.StepRandom;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A model with two attention blocks. Guards against blocks that name their parameters and choose
 * their random stream by themselves: the second would overwrite the first in a file of weights, and
 * both would drop the same probabilities.
 */
class SelfAttentionTest {
  private static final int D = 4;

  private final Backend backend = new ReferenceBackend();
  private final Arena arena = new Arena(backend);
  private final ParameterSet model = new ParameterSet(arena, D, OptionalLong.of(3));
  private final SelfAttention first = new SelfAttention(model.in("first.attn"), D, 2, 0.5);
  private final SelfAttention second = new SelfAttention(model.in("second.attn"), D, 2, 0.5);

  @AfterEach
  void close() {
    arena.close();
    backend.close();
  }

  @Test
  void eachBlockHasParametersOfItsOwn() {
    assertThat(model.all().stream().map(Parameter::name))
        .containsExactly(
            "first.attn.in_proj_weight",
            "first.attn.in_proj_bias",
            "first.attn.out_proj.weight",
            "first.attn.out_proj.bias",
            "second.attn.in_proj_weight",
            "second.attn.in_proj_bias",
            "second.attn.out_proj.weight",
            "second.attn.out_proj.bias");
    assertThatThrownBy(() -> new SelfAttention(model.in("first").in("attn"), D, 2, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("first.attn.in_proj_weight");
  }

  /**
   * Made alike in all but their dropout, they differ where something is dropped, and only there.
   */
  @Test
  void eachBlockDropsByItself() {
    List<Parameter> all = model.all();
    for (int p = 0; p < all.size() / 2; p++) {
      backend.copy(all.get(p).value(), all.get(p + all.size() / 2).value());
    }
    Tensor x = arena.tensor(9, D);
    backend.uniform(x, -1, 1, 5, 0);
    assertThat(output(second, x, StepRandom.OFF)).isEqualTo(output(first, x, StepRandom.OFF));
    StepRandom step = StepRandom.of(7, 2);
    assertThat(output(first, x, step)).isEqualTo(output(first, x, step));
    assertThat(output(second, x, step)).isNotEqualTo(output(first, x, step));
  }

  private double[] output(SelfAttention block, Tensor x, StepRandom random) {
    Tape tape = Tape.inference(arena);
    Segments one = new Segments(1, 9, arena.copyOf(new int[] {0, 9}), arena.copyOf(new int[9]));
    Var y = block.apply(tape.constant(x, "x"), one, random);
    return y.value().toDoubles();
  }
}
