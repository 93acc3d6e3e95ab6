package io.sbr.cli.draw;

/** Kinds of text in a picture. Attributes, not a style sheet: some viewers drop style sheets. */
public enum Lettering {
  TITLE(17, "start", true, Palette.INK),
  HEAD(12, "start", true, Palette.INK),
  LABEL(12, "start", false, Palette.INK),
  NOTE(11, "start", false, Palette.FAINT),
  BELOW(12, "middle", false, Palette.INK),
  ASLANT(12, "end", false, Palette.INK),
  VALUE(11, "middle", false, Palette.INK),
  ON_LIGHT(10, "middle", false, Palette.INK),
  ON_DARK(10, "middle", false, "#ffffff"),
  EDGE(10, "middle", false, Palette.FAINT),
  TOTAL(12, "middle", true, Palette.INK);

  private final int size;
  private final String anchor;
  private final boolean bold;
  private final String colour;

  Lettering(int size, String anchor, boolean bold, String colour) {
    this.size = size;
    this.anchor = anchor;
    this.bold = bold;
    this.colour = colour;
  }

  /** Pixels. */
  public int size() {
    return size;
  }

  /** Names and values, for {@link Svg}. */
  public Object[] attributes() {
    return new Object[] {
      "font-size",
      Integer.toString(size),
      "text-anchor",
      anchor,
      "font-weight",
      bold ? "bold" : "normal",
      "fill",
      colour
    };
  }
}
