package io.sbr.data.read;

/**
 * How long what a log holds may be. No real log comes near; a file that is none, or that has a
 * quote left open, is told so before it fills the memory.
 */
public final class Bounds {
  /** Characters of a row. */
  public static final int ROW = 1 << 20;

  /** Characters of a row of JSON, which holds a whole session. */
  public static final int JSON_ROW = 1 << 24;

  /** Columns of a row. */
  public static final int COLUMNS = 10_000;

  /** Characters of an id, a key, a time or an event type; other cells are bounded by their row. */
  public static final int ID = 4096;

  private Bounds() {}
}
