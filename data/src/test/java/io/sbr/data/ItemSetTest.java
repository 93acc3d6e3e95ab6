package io.sbr.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemSetTest {
  private static Set<Integer> content(ItemSet set) {
    return set.numbers().boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  /** Sizes about the ends of words, against sets of Java's. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 31, 32, 33, 63, 64, 65, 1000})
  void setsAreThoseOfTheirItems(int items) {
    ItemSet even = ItemSet.where(items, item -> item % 2 == 0);
    ItemSet third = ItemSet.of(items, IntStream.rangeClosed(0, items).filter(i -> i % 3 == 0));
    for (int item = 1; item <= items; item++) {
      assertThat(even.has(item)).isEqualTo(item % 2 == 0);
      assertThat(third.has(item)).isEqualTo(item % 3 == 0);
      assertThat(even.and(third).has(item)).isEqualTo(item % 6 == 0);
      assertThat(even.or(third).has(item)).isEqualTo(item % 2 == 0 || item % 3 == 0);
      assertThat(even.without(third).has(item)).isEqualTo(item % 2 == 0 && item % 3 != 0);
    }
    assertThat(even.size()).isEqualTo(items / 2);
    assertThat(content(even)).hasSize(items / 2).allMatch(item -> item % 2 == 0);
    assertThat(content(ItemSet.all(items)))
        .isEqualTo(IntStream.rangeClosed(1, items).boxed().collect(Collectors.toSet()));
    assertThat(ItemSet.all(items).size()).isEqualTo(items);
    assertThat(ItemSet.all(items).without(ItemSet.all(items)).size()).isZero();
    assertThat(ItemSet.all(items).items()).isEqualTo(items);
  }
}
