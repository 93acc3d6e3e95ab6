package io.sbr.data.read.look;

import io.sbr.data.Shown;
import io.sbr.data.read.Column;

/**
 * A column that is taken, and why.
 *
 * @param column what it holds
 * @param index where it stands, from 0
 * @param name in the header; the number from 1 in a log without one
 * @param why it is taken for that
 * @param detail more to say, or null
 */
public record Taken(Column column, int index, String name, Why why, String detail) {
  /** Why a column is taken. */
  public enum Why {
    /** The format has its columns where they are. */
    FORMAT("of the format"),
    /** The user says so. */
    OPTION("by --columns"),
    /** Its name is one of those that public logs use. */
    NAME("by name"),
    /** No name is known, and it is the only one whose cells look like times. */
    CONTENT("the only one that looks like a time");

    private final String words;

    Why(String words) {
      this.words = words;
    }

    /** In words. */
    public String words() {
      return words;
    }
  }

  @Override
  public String toString() {
    String shown = column.label() + " = " + Shown.brief(name);
    return detail == null ? shown : shown + " (" + detail + ")";
  }
}
