package io.sbr.cli.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Ids as labels: any string may be an id. */
public final class Labels {
  private static final String DOTS = "…";

  /** Width of a letter in units of the font's size, about, in sans-serif fonts. */
  private static final double LETTER = 0.55;

  private Labels() {}

  /** At most so many characters: the beginning and the end, where ids differ most. */
  public static String shorten(String id, int length) {
    String clean = clean(id);
    int count = clean.codePointCount(0, clean.length());
    if (count <= length) {
      return clean;
    }
    int tail = (length - 1) / 3;
    int head = length - 1 - tail;
    return clean.substring(0, clean.offsetByCodePoints(0, head))
        + DOTS
        + clean.substring(clean.offsetByCodePoints(clean.length(), -tail));
  }

  /** As much as fits a width in a font of so many pixels. */
  public static String fit(String id, double width, double font) {
    String clean = clean(id);
    int length = clean.codePointCount(0, clean.length());
    String shortened = clean;
    while (length > 2 && width(shortened, font) > width) {
      shortened = shorten(clean, --length);
    }
    return shortened;
  }

  /** About how wide a text is; East Asian letters take a whole square. */
  public static double width(String text, double font) {
    return text.codePoints().mapToDouble(c -> c >= 0x2E80 ? 1 : LETTER).sum() * font;
  }

  /** Lines as long as they fit, broken at blanks. */
  public static List<String> wrap(String text, Predicate<String> fits) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && !fits.test(longer)) {
        lines.add(line);
        longer = word;
      }
      line = longer;
    }
    lines.add(line);
    return lines;
  }

  /** Without what XML forbids and what breaks lines. */
  public static String clean(String id) {
    StringBuilder clean = new StringBuilder();
    id.codePoints()
        .map(
            c ->
                Character.isISOControl(c)
                        || Character.getType(c) == Character.SURROGATE
                        || (c & 0xFFFE) == 0xFFFE
                    ? 0xFFFD
                    : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
