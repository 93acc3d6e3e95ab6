package io.sbr.models.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.ItemSet;
import io.sbr.data.Vocabulary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunCatalogueTest {
  private static final int ITEMS = 100;

  private final Vocabulary items =
      new Vocabulary(IntStream.rangeClosed(1, ITEMS).mapToObj(i -> "i" + i).toList());

  /** Item i has category i mod 5, and every third is available; nothing is known of item 100. */
  private final Catalogue shop = Catalogue.of(attributes());

  private final RunCatalogue run = new RunCatalogue(items, shop);

  private static ItemAttributes attributes() {
    Map<String, Map<String, String>> all = new HashMap<>();
    for (int i = 1; i < ITEMS; i++) {
      all.put("i" + i, Map.of("category", "c" + i % 5, "available", Boolean.toString(i % 3 == 0)));
    }
    all.put("unknown", Map.of("category", "c1"));
    return ItemAttributes.of(all);
  }

  private Optional<Set<Integer>> allowed(ItemFilter filter) {
    return run.allowed(filter).map(set -> set.numbers().boxed().collect(Collectors.toSet()));
  }

  private static Set<Integer> numbers(IntPredicate test) {
    return IntStream.rangeClosed(1, ITEMS).filter(test).boxed().collect(Collectors.toSet());
  }

  @Test
  void valuesOfAColumnAreAlternativesAndColumnsAreNot() {
    ItemFilter none = ItemFilter.NONE;
    assertThat(allowed(none)).isEmpty();
    assertThat(allowed(none.where("category", "c2"))).contains(numbers(i -> i % 5 == 2));
    assertThat(allowed(none.where("category", "c2", "c3").where("category", "c4")))
        .contains(numbers(i -> i % 5 >= 2));
    assertThat(allowed(none.where("category", "c2").where("available", "true")))
        .contains(numbers(i -> i % 15 == 12));
    assertThat(allowed(none.where("category", "no such"))).contains(Set.of());
    assertThat(allowed(none.where("category"))).contains(Set.of());
    assertThat(allowed(none.where("category", ""))).contains(Set.of(100));
  }

  @Test
  void listsAddToColumns() {
    ItemFilter listed = ItemFilter.NONE.among(List.of("i7", "i10", "nobody's", "unknown"));
    assertThat(allowed(listed)).contains(Set.of(7, 10));
    assertThat(allowed(listed.where("category", "c2"))).contains(Set.of(7));
    assertThat(allowed(listed.without(List.of("i10", "nobody's")))).contains(Set.of(7));
    assertThat(allowed(ItemFilter.NONE.without(List.of("i1", "i2")))).contains(numbers(i -> i > 2));
    assertThat(allowed(ItemFilter.NONE.among(List.of()))).contains(Set.of());
  }

  @Test
  void whatIsWithdrawnIsInNoAnswerUntilItComesBack() {
    assertThat(shop.withdraw(List.of("i7", "unknown"), List.of())).containsOnly("i7", "unknown");
    assertThat(allowed(ItemFilter.NONE)).contains(numbers(i -> i != 7));
    assertThat(allowed(ItemFilter.NONE.where("category", "c2")))
        .contains(numbers(i -> i % 5 == 2 && i != 7));
    assertThat(allowed(ItemFilter.NONE.among(List.of("i7", "i8")))).contains(Set.of(8));
    shop.withdraw(List.of("i8"), List.of("i7"));
    assertThat(allowed(ItemFilter.NONE)).contains(numbers(i -> i != 8));
    shop.withdraw(List.of(), List.of("i8", "unknown"));
    assertThat(allowed(ItemFilter.NONE)).isEmpty();
    assertThat(shop.withdrawn()).isEmpty();
  }

  /** The set of a value is made once. */
  @Test
  void setsAreKept() {
    ItemFilter filter = ItemFilter.NONE.where("category", "c2");
    ItemSet first = run.allowed(filter).orElseThrow();
    assertThat(run.allowed(ItemFilter.NONE.where("category", "c2"))).containsSame(first);
  }

  @Test
  void columnsThatAreNotThereAreNamed() {
    assertThatThrownBy(() -> run.check(ItemFilter.NONE.where("colour", "red")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the items have no column \"colour\"; there are ")
        .hasMessageContaining("category")
        .hasMessageContaining("available");
    assertThatThrownBy(
            () ->
                new RunCatalogue(items, Catalogue.empty())
                    .allowed(ItemFilter.NONE.where("colour", "red")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no attributes of items are known, so none can be filtered by \"colour\"");
  }
}
