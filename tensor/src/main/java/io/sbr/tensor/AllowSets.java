package io.sbr.tensor;

/**
 * Which items may be returned to which session: sets of items as bits, one set for any number of
 * sessions.
 *
 * @param ofSession {@code [B]} which set each session has, from 0
 * @param words {@code [S·W]} the sets one after another, each of W = {@link #words(int)} numbers:
 *     bit i mod 32 of the number i / 32 says whether item i, counted from 0, may be returned; bits
 *     beyond the last item are not read
 */
public record AllowSets(Ints ofSession, Ints words) {
  /** Numbers that hold a set of so many items. */
  public static int words(int items) {
    return (items + Integer.SIZE - 1) / Integer.SIZE;
  }
}
