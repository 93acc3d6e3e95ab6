package io.sbr.models.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ParameterSetTest {
  private final List<Long> streams = new ArrayList<>();
  private final Init noting = (target, seed, stream) -> streams.add(stream);

  private List<String> names(OptionalLong seed) {
    try (Backend backend = Backends.choose("reference", 1).backend();
        Arena arena = new Arena(backend)) {
      ParameterSet parameters = new ParameterSet(arena, 4, seed);
      parameters.create("a", noting, 2, 3);
      parameters.create("b", noting, 3);
      return parameters.all().stream().map(parameter -> parameter.name()).toList();
    }
  }

  @Test
  void eachDrawsFromAStreamOfItsOwn() {
    assertThat(names(OptionalLong.of(7))).containsExactly("a", "b");
    assertThat(streams).containsExactly(0L, 1L);
  }

  @Test
  void withoutASeedNothingIsDrawn() {
    assertThat(names(OptionalLong.empty())).containsExactly("a", "b");
    assertThat(streams).isEmpty();
  }

  @Test
  void aPlaceIsPartOfTheName() {
    try (Backend backend = Backends.choose("reference", 1).backend();
        Arena arena = new Arena(backend)) {
      ParameterSet model = new ParameterSet(arena, 4, OptionalLong.of(7));
      model.create("w", noting, 1);
      ParameterSet nested = model.in("layer").in("second");
      assertThat(nested.create("w", noting, 1).name()).isEqualTo("layer.second.w");
      assertThat(model.in("layer").create("w", noting, 1).name()).isEqualTo("layer.w");
      assertThat(nested.place()).isEqualTo("layer.second");
      assertThat(model.place()).isEmpty();
      assertThat(nested.all()).hasSize(3).isEqualTo(model.all());
      assertThat(streams).containsExactly(0L, 1L, 2L);
      assertThatThrownBy(() -> model.create("layer.second.w", noting, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the model has two parameters named layer.second.w");
      assertThat(model.all()).hasSize(3);
    }
  }

  @Test
  void dropoutStreamsInOrderOfCreation() {
    try (Backend backend = Backends.choose("reference", 1).backend();
        Arena arena = new Arena(backend)) {
      ParameterSet model = new ParameterSet(arena, 4, OptionalLong.empty());
      assertThat(model.in("a").dropoutStream()).isZero();
      assertThat(model.in("b").dropoutStream()).isEqualTo(1);
      assertThat(model.in("a").dropoutStream()).isEqualTo(2);
    }
  }
}
