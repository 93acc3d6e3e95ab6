package io.sbr.data.read.look;

import io.sbr.data.DataException;
import io.sbr.data.Shown;
import io.sbr.data.read.Column;
import io.sbr.data.read.ColumnNames;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Headers as RecBole writes them, and logs that have many clicks in a row. */
final class SequenceForm {
  private static final Pattern TYPED =
      Pattern.compile(".{1,200}:(token|float|token_seq|float_seq)");

  private SequenceForm() {}

  /** Whether every column says its type. */
  static boolean isRecbole(String[] names) {
    return Arrays.stream(names).allMatch(name -> TYPED.matcher(name.strip()).matches());
  }

  /**
   * Refuses a log whose rows are lists of items: RecBole's benchmark files hold each prefix of a
   * session with its target, from which the clicks, and which of them were meant to be learned
   * from, cannot be had back for certain.
   */
  static void refuse(String file, String[] names) {
    for (String name : names) {
      String normal = ColumnNames.normal(name);
      boolean sequence =
          name.strip().endsWith(":token_seq") && isItem(normal) || normal.equals("itemidlist");
      if (sequence) {
        throw new DataException(
            file,
            1,
            ("column %s holds lists of items, prefixes of sessions with their targets: sbr makes"
                    + " prefixes itself; give it the log with one click a row, RecBole's parts"
                    + " together with --format recbole-benchmark, or sessions of item numbers as a"
                    + " folder with train.txt and test.txt")
                .formatted(Shown.quoted(name.strip())));
      }
    }
  }

  private static boolean isItem(String normal) {
    String bare = normal.endsWith("list") ? normal.substring(0, normal.length() - 4) : normal;
    return ColumnNames.role(bare) == Column.ITEM;
  }
}
