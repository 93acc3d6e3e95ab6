package io.sbr.models.catalogue;

import io.sbr.data.Vocabulary;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds items as people look for them: by the beginning of an id, and by the beginnings of words of
 * the id and of attributes. Upper case and accents do not count. Thread-safe; memory grows with the
 * words of all items.
 */
public final class ItemSearch {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  private final Vocabulary items;
  private final int[] order;
  private final PrefixIndex ids;
  private final PrefixIndex words;

  /**
   * Reads all words once.
   *
   * @param attributes what is known of the items beside their ids
   * @param order {@code [N]} numbers of all items, from 1, those to be found first at the beginning
   */
  public ItemSearch(Vocabulary items, ItemAttributes attributes, int[] order) {
    this.items = items;
    this.order = order;
    PrefixIndex.Builder ofIds = new PrefixIndex.Builder();
    PrefixIndex.Builder ofWords = new PrefixIndex.Builder();
    for (int place = 0; place < order.length; place++) {
      String id = items.id(order[place]);
      ofIds.add(folded(id), place);
      add(ofWords, id, place);
      for (String value : attributes.of(id).values()) {
        add(ofWords, value, place);
      }
    }
    ids = ofIds.build();
    words = ofWords.build();
  }

  private static void add(PrefixIndex.Builder words, String text, int place) {
    words(folded(text)).forEach(word -> words.add(word, place));
  }

  /** What is letters and digits; by hand, since a catalogue has very many values. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int begin = -1;
    for (int i = 0; i <= text.length(); ) {
      int letter = i < text.length() ? text.codePointAt(i) : ' ';
      if (!Character.isLetterOrDigit(letter)) {
        if (begin >= 0) {
          words.add(text.substring(begin, i));
        }
        begin = -1;
      } else if (begin < 0) {
        begin = i;
      }
      i += Character.charCount(letter);
    }
    return words;
  }

  /**
   * The ids of at most k items: first those whose id begins with the text, then those that have,
   * for each word of the text, a word that begins with it. Within both they stand in the order that
   * was given. All items for an empty text; none for one of signs alone that begins no id.
   */
  public List<String> find(String text, int k) {
    String wanted = folded(text.strip());
    List<String> found = new ArrayList<>();
    BitSet first = ids.having(wanted);
    take(first, k, found);
    BitSet rest = null;
    for (String word : words(wanted)) {
      if (found.size() < k) {
        BitSet having = words.having(word);
        if (rest == null) {
          rest = having;
        } else {
          rest.and(having);
        }
      }
    }
    if (rest != null) {
      rest.andNot(first);
      take(rest, k, found);
    }
    return found;
  }

  private void take(BitSet places, int k, List<String> found) {
    for (int p = places.nextSetBit(0); p >= 0 && found.size() < k; p = places.nextSetBit(p + 1)) {
      found.add(items.id(order[p]));
    }
  }

  /** Text in which upper case and accents make no difference (Unicode, NFKD without its marks). */
  private static String folded(String text) {
    if (text.chars().allMatch(letter -> letter < 128)) {
      return text.toLowerCase(Locale.ROOT); // as most are, without the cost of what is none
    }
    String plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    return plain.toLowerCase(Locale.ROOT);
  }
}
