package io.sbr.models.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Items are found by the beginnings of ids and words, the first of the order first. */
class ItemSearchTest {
  private static final Vocabulary ITEMS = new Vocabulary(List.of("A17", "B-02", "a1 x", "boots"));
  private static final ItemAttributes ATTRIBUTES =
      ItemAttributes.of(
          Map.of(
              "A17", Map.of("title", "Schuhe für Mädchen", "category", "shoes"),
              "B-02", Map.of("title", "Laces, red"),
              "boots", Map.of("title", "Red ankle boots", "category", "shoes")));
  private static final ItemSearch SEARCH =
      new ItemSearch(ITEMS, ATTRIBUTES, new int[] {4, 3, 2, 1});

  @Test
  void idsThatBeginSoComeFirst() {
    assertThat(SEARCH.find("a1", 9)).containsExactly("a1 x", "A17");
    assertThat(SEARCH.find("A", 9)).containsExactly("a1 x", "A17", "boots");
    assertThat(SEARCH.find("a1 x", 9)).containsExactly("a1 x");
    assertThat(SEARCH.find("b-0", 9)).containsExactly("B-02");
  }

  @Test
  void everyWordMustBeginOne() {
    assertThat(SEARCH.find("red", 9)).containsExactly("boots", "B-02");
    assertThat(SEARCH.find("RED boo", 9)).containsExactly("boots");
    assertThat(SEARCH.find("shoes fur mad", 9)).containsExactly("A17");
    assertThat(SEARCH.find("02", 9)).containsExactly("B-02");
    assertThat(SEARCH.find("nkle", 9)).isEmpty();
  }

  @Test
  void anEmptyTextFindsAllAndSignsFindNothing() {
    assertThat(SEARCH.find(" ", 3)).containsExactly("boots", "a1 x", "B-02");
    assertThat(SEARCH.find("!?", 9)).isEmpty();
    assertThat(SEARCH.find("red !", 9)).containsExactly("boots", "B-02");
  }

  /** Beside a search that reads every title. */
  @Test
  void manyWordsAreFoundAsByReadingAll() {
    Random random = new Random(3);
    List<String> ids = new ArrayList<>();
    Map<String, Map<String, String>> titles = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      ids.add("id" + i);
      titles.put("id" + i, Map.of("title", word(random) + " " + word(random) + " " + word(random)));
    }
    int[] order = IntStream.rangeClosed(1, 500).toArray();
    ItemSearch search = new ItemSearch(new Vocabulary(ids), ItemAttributes.of(titles), order);
    for (int i = 0; i < 200; i++) {
      String wanted = word(random).substring(0, 1 + random.nextInt(2));
      List<String> expected =
          ids.stream()
              .filter(
                  id ->
                      id.startsWith(wanted)
                          || List.of(titles.get(id).get("title").split(" ")).stream()
                              .anyMatch(word -> word.startsWith(wanted)))
              .limit(20)
              .toList();
      assertThat(search.find(wanted.toUpperCase(Locale.ROOT), 20)).isEqualTo(expected);
    }
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      word.append((char) ('p' + random.nextInt(4)));
    }
    return word.toString();
  }
}
