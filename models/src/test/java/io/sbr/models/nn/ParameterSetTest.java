package io.sbr.models.nn;

import static org.assertj.core.api.Assertions.assertThat;

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
}
