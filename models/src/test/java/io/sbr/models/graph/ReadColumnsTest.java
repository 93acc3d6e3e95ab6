package io.sbr.models.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.TransitionCounts;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.Column;
import io.sbr.data.batch.DistinctInputs;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which models read more of a session than its clicks, and that no other keeps inputs apart. */
class ReadColumnsTest {
  @ParameterizedTest
  @MethodSource("io.sbr.models.Fixtures#everyForm")
  void psrGatAndCaserWithUsersAloneReadMoreThanClicks(ModelSettings settings) {
    BatchSpec needs = needs(settings);
    Set<Column> expected =
        !settings.name().equals("psrgat")
            ? "on".equals(settings.toMap().get("users")) ? Set.of(Column.USERS) : Set.of()
            : settings.toMap().get("statistics").equals("neutral")
                ? Set.of(Column.DURATIONS)
                : settings.toMap().get("usage").equals("own")
                    ? Set.of(Column.DURATIONS, Column.USERS, Column.STARTS, Column.PAST)
                    : Set.of(Column.DURATIONS, Column.USERS, Column.STARTS);
    assertThat(needs.reads()).isEqualTo(expected);
    int inputs = new DistinctInputs(new Examples(twins(), 1), needs).count();
    assertThat(inputs).isEqualTo(expected.isEmpty() ? 2 : 4);
  }

  /** Two sessions of equal clicks and other durations, of two inputs each. */
  private static Sessions twins() {
    return new Sessions(
        new int[] {1, 2, 3, 1, 2, 3},
        new int[] {0, 3, 6},
        new long[] {1, 2, 3, 4, 5, 6},
        new float[] {1, 1, 1, 2, 2, 2},
        new int[] {0, 1});
  }

  private static BatchSpec needs(ModelSettings settings) {
    int items = Fixtures.madeUp().items().size();
    Optional<TransitionCounts> counts =
        Optional.of(TransitionCounts.of(Fixtures.madeUp().train(), items));
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend)) {
      return Models.create(settings, new ModelContext(items, counts, weights, 3)).needs();
    }
  }
}
