package io.sbr.cli.explain;

import io.sbr.models.explain.Explanation.Way;
import java.util.Locale;

/** Colours that people with any kind of colour vision tell apart (Okabe and Ito, 2008). */
final class Palette {
  static final String POSITIVE = "#0072b2";
  static final String NEGATIVE = "#d55e00";
  static final String REST = "#999999";
  static final String INK = "#1f2933";
  static final String FAINT = "#616e7c";
  static final String RULE = "#b8c2cc";
  static final String BAND = "#f5f7fa";

  private static final int[] LIGHT = {0xe6, 0xf0, 0xf8};
  private static final int[] BLUE = {0x00, 0x5a, 0x8c};
  private static final int[] LIGHT_WARM = {0xfb, 0xeb, 0xe0};
  private static final int[] WARM = {0xb0, 0x4a, 0x00};

  private Palette() {}

  /** The colour of a way. */
  static String of(Way way) {
    return switch (way) {
      case ATTENTION, PRESENCE -> POSITIVE;
      case TARGET -> "#009e73";
      case LAST -> "#e69f00";
    };
  }

  /** From light to dark as the share, −1 to 1, is farther from 0; warm below it. */
  static String shade(double share) {
    int[] from = share < 0 ? LIGHT_WARM : LIGHT;
    int[] to = share < 0 ? WARM : BLUE;
    int colour = 0;
    for (int i = 0; i < from.length; i++) {
      colour = colour << 8 | (int) Math.round(from[i] + Math.abs(share) * (to[i] - from[i]));
    }
    return String.format(Locale.ROOT, "#%06x", colour);
  }
}
