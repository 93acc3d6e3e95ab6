package io.sbr.data.store;

import io.sbr.data.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads an items file that has no quotes and no faults. A program that answers one question reads
 * such a file before the compiler has warmed up, where a CSV parser, character by character, takes
 * four times as long. Everything else is left to that parser, what it refuses, too.
 */
final class PlainItems {
  private static final String HEADER =
      String.join(String.valueOf(DatasetFiles.ITEMS_DELIMITER), DatasetFiles.ITEMS_HEADER) + "\n";

  private PlainItems() {}

  /** The items, or nothing if the content is not of the plain form throughout. */
  static Optional<Vocabulary> read(String content) {
    if (!content.startsWith(HEADER) || content.indexOf('"') >= 0 || content.indexOf('\r') >= 0) {
      return Optional.empty();
    }
    List<String> ids = new ArrayList<>();
    int at = HEADER.length();
    while (at < content.length()) {
      String number = Integer.toString(ids.size() + 1);
      int id = at + number.length() + 1;
      int end = content.indexOf('\n', at);
      end = end < 0 ? content.length() : end;
      if (id > end
          || !content.startsWith(number, at)
          || content.indexOf(DatasetFiles.ITEMS_DELIMITER, at) != id - 1) {
        return Optional.empty();
      }
      String name = content.substring(id, end);
      if (name.indexOf(DatasetFiles.ITEMS_DELIMITER) >= 0) {
        return Optional.empty();
      }
      ids.add(name);
      at = end + 1;
    }
    try {
      return Optional.of(new Vocabulary(ids));
    } catch (IllegalArgumentException twice) {
      return Optional.empty();
    }
  }
}
