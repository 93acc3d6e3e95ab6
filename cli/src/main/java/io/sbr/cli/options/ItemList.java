package io.sbr.cli.options;

import java.util.ArrayList;
import java.util.List;

/** Item ids as {@code --items} and lines of a file hold them. */
public final class ItemList {
  private ItemList() {}

  /** Ids between commas, or between blanks where there is no comma. */
  public static List<String> split(String line) {
    List<String> ids = new ArrayList<>();
    for (String id : line.split(line.contains(",") ? "," : "\\s+")) {
      if (!id.isBlank()) {
        ids.add(id.strip());
      }
    }
    return ids;
  }
}
