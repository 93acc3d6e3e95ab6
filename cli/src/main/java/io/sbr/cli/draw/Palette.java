package io.sbr.cli.draw;

import java.util.Locale;

/** Colours that people with any kind of colour vision tell apart (Okabe and Ito, 2008). */
public final class Palette {
  public static final String POSITIVE = "#0072b2";
  public static final String NEGATIVE = "#d55e00";
  public static final String REST = "#999999";
  public static final String INK = "#1f2933";
  public static final String FAINT = "#616e7c";
  public static final String RULE = "#b8c2cc";
  public static final String BAND = "#f5f7fa";

  private static final int[] LIGHT = {0xe6, 0xf0, 0xf8};
  private static final int[] BLUE = {0x00, 0x5a, 0x8c};
  private static final int[] LIGHT_WARM = {0xfb, 0xeb, 0xe0};
  private static final int[] WARM = {0xb0, 0x4a, 0x00};

  private Palette() {}

  /** From light to dark as the share, −1 to 1, is farther from 0; warm below it. */
  public static String shade(double share) {
    int[] from = share < 0 ? LIGHT_WARM : LIGHT;
    int[] to = share < 0 ? WARM : BLUE;
    int colour = 0;
    for (int i = 0; i < from.length; i++) {
      colour = colour << 8 | (int) Math.round(from[i] + Math.abs(share) * (to[i] - from[i]));
    }
    return String.format(Locale.ROOT, "#%06x", colour);
  }
}
