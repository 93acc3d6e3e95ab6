package io.sbr.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.models.catalogue.Catalogue;
import io.sbr.models.catalogue.ItemAttributes;
import io.sbr.models.catalogue.ItemFilter;
import io.sbr.models.pipeline.Recommendation.Item;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With every kind of model a filtered answer is what is left of the whole ranking. */
class FilteredAnswersTest {
  private static final int ALL = 24;

  static Stream<Path> keptRuns() throws Exception {
    return QuestionsTest.keptRuns();
  }

  private static int number(String id) {
    return Integer.parseInt(id.replaceAll("\\D", ""));
  }

  private static Catalogue shop(SessionRecommender run) {
    Map<String, Map<String, String>> items = new HashMap<>();
    for (String id : run.items().ids()) {
      items.put(id, Map.of("rest", Integer.toString(number(id) % 3), "title", "T" + number(id)));
    }
    return Catalogue.of(ItemAttributes.of(items));
  }

  private static List<Clicks> sessions() {
    return IntStream.range(0, 12)
        .mapToObj(
            q ->
                IntStream.rangeClosed(0, q % 4)
                    .mapToObj(c -> "item " + (1 + (q * 5 + c * 7) % 23))
                    .toList())
        .map(Clicks::of)
        .toList();
  }

  private static final Map<ItemFilter, Predicate<String>> FILTERS =
      Map.of(
          ItemFilter.NONE,
          id -> true,
          ItemFilter.NONE.where("rest", "1"),
          id -> number(id) % 3 == 1,
          ItemFilter.NONE.where("rest", "0", "2").without(List.of("item 6")),
          id -> number(id) % 3 != 1 && number(id) != 6,
          ItemFilter.NONE.among(List.of("item 4", "item 11")),
          id -> List.of("item 4", "item 11").contains(id),
          ItemFilter.NONE.where("title", "no such"),
          id -> false);

  private static void check(SessionRecommender run) {
    Catalogue shop = shop(run);
    run.use(shop);
    List<Recommendation> whole = run.recommend(sessions(), RankingOptions.top(ALL));
    List<Question> questions = new ArrayList<>();
    List<List<Item>> expected = new ArrayList<>();
    FILTERS.forEach(
        (filter, test) -> {
          for (int s = 0; s < sessions().size(); s++) {
            questions.add(new Question(sessions().get(s), RankingOptions.top(5).only(filter)));
            expected.add(
                whole.get(s).items().stream().filter(i -> test.test(i.id())).limit(5).toList());
          }
        });
    List<List<Item>> alone =
        questions.stream().map(q -> run.recommend(q.clicks(), q.options()).items()).toList();
    assertThat(alone).isEqualTo(expected);
    assertThat(run.answer(questions).stream().map(Recommendation::items)).isEqualTo(expected);
    shop.withdraw(List.of("item 4", "item 8"), List.of());
    for (int s = 0; s < sessions().size(); s++) {
      assertThat(run.recommend(sessions().get(s), RankingOptions.top(ALL)).items())
          .isEqualTo(
              whole.get(s).items().stream()
                  .filter(i -> !List.of("item 4", "item 8").contains(i.id()))
                  .toList());
    }
  }

  @ParameterizedTest
  @MethodSource("keptRuns")
  void whatIsLeftOfTheWholeRanking(Path folder) {
    for (String device : List.of("cpu", "reference")) {
      try (Backend backend = Backends.choose(device, 1).backend();
          SessionRecommender run = SessionRecommender.load(folder, backend)) {
        check(run);
      }
    }
  }

  @Test
  void popularItemsAreFilteredToo() {
    try (SessionRecommender run =
        SessionRecommender.load(KeptRuns.PLACE.resolve("pop"), "cpu", 1)) {
      run.use(shop(run));
      RankingOptions options = RankingOptions.top(ALL).orPopular();
      List<Item> all = run.recommend(Clicks.of("nobody's"), options).items();
      ItemFilter filter = ItemFilter.NONE.where("rest", "2");
      Recommendation answer = run.recommend(Clicks.of("nobody's"), options.only(filter));
      assertThat(answer.items())
          .isNotEmpty()
          .isEqualTo(all.stream().filter(item -> number(item.id()) % 3 == 2).toList());
      assertThat(answer.source()).isEqualTo(Recommendation.Source.POPULARITY);
      ItemFilter colour = ItemFilter.NONE.where("colour", "red");
      assertThatThrownBy(() -> run.recommend(Clicks.of("item 3"), options.only(colour)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no column \"colour\"");
    }
  }

  /** The explained items are those that would be recommended. */
  @Test
  void explanationsAreOfWhatIsLeft() {
    try (SessionRecommender run =
        SessionRecommender.load(KeptRuns.PLACE.resolve("srgnn"), "cpu", 1)) {
      run.use(shop(run));
      RankingOptions options = RankingOptions.top(3).only(ItemFilter.NONE.where("rest", "1"));
      Clicks clicks = Clicks.of("item 3", "item 5");
      assertThat(run.explain(clicks, options).toString())
          .contains(run.recommend(clicks, options).items().stream().map(Item::id).toList());
    }
  }
}
