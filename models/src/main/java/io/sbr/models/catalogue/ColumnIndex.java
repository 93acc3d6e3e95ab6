package io.sbr.models.catalogue;

import io.sbr.data.ItemSet;
import io.sbr.data.Vocabulary;
import java.util.HashMap;
import java.util.Map;

/** The values of one column for the items of a run, so that a set is made by a look at numbers. */
final class ColumnIndex {
  private final Map<String, Integer> codes = new HashMap<>();

  /** {@code [N + 1]} code of each item's value; item 0 is none. */
  private final int[] codeOf;

  ColumnIndex(Vocabulary items, ItemAttributes attributes, int column) {
    codeOf = new int[items.size() + 1];
    for (int item = 1; item < codeOf.length; item++) {
      String value = attributes.value(items.id(item), column).orElse("");
      Integer code = codes.putIfAbsent(value, codes.size());
      codeOf[item] = code == null ? codes.size() - 1 : code;
    }
  }

  /** The items of a value; an empty one is that of items without. */
  ItemSet having(String value) {
    int code = codes.getOrDefault(value, -1);
    return ItemSet.where(codeOf.length - 1, item -> codeOf[item] == code);
  }
}
