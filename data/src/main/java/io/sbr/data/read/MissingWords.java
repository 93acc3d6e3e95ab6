package io.sbr.data.read;

/** Words that programs write where they have no value; in a column of ids they can be ids, too. */
public final class MissingWords {
  private static final int LONGEST = 4;

  private MissingWords() {}

  /** Whether a cell is {@code NA}, {@code null}, {@code NaN}, {@code None} or one of their kind. */
  public static boolean has(String cell) {
    if (cell.length() > LONGEST) {
      return false;
    }
    return switch (cell) {
      case "NA", "N/A", "n/a", "#N/A", "#NA", "<NA>" -> true;
      case "null", "NULL", "Null", "\\N" -> true;
      case "nan", "NaN", "NAN", "none", "None", "NONE" -> true;
      default -> false;
    };
  }
}
