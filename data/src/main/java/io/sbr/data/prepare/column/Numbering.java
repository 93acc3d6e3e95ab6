package io.sbr.data.prepare.column;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Numbers keys (sessions, users) from 0 by first appearance without keeping their text. A key
 * becomes 128 bits: the number itself if it is one, else its MD5; two keys are taken for one with
 * probability n²/2¹²⁹, which no log will meet. Twenty bytes a slot instead of the hundred and more
 * of a map of strings: millions of sessions are where the memory of a log would go.
 */
public final class Numbering {
  private static final int MAX_DIGITS = 18;

  /** Keys whose number is remembered by their text: those of neighbouring rows are mostly alike. */
  private static final int RECENT = 1 << 12;

  // no MD5 in practice has this upper half and a lower half that is a small number
  private static final long DECIMAL = 0x5bd1e995_00000001L;

  private final MessageDigest md5;
  private long[] high = new long[1 << 10];
  private long[] low = new long[1 << 10];
  private int[] numberPlusOne = new int[1 << 10];
  private final String[] recent = new String[RECENT];
  private final int[] recentNumbers = new int[RECENT];
  private int size;

  /** No keys yet. */
  public Numbering() {
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have MD5", e);
    }
  }

  /** The number of a key; a key not seen before gets the next one. */
  public int number(String key) {
    long value = decimal(key);
    if (value >= 0) {
      return number(DECIMAL, value);
    }
    int place = key.hashCode() & RECENT - 1;
    if (!key.equals(recent[place])) {
      ByteBuffer digest = ByteBuffer.wrap(md5.digest(key.getBytes(StandardCharsets.UTF_8)));
      recentNumbers[place] = number(digest.getLong(), digest.getLong());
      recent[place] = key;
    }
    return recentNumbers[place];
  }

  private int number(long upper, long lower) {
    int slot = slot(upper, lower);
    if (numberPlusOne[slot] == 0) {
      high[slot] = upper;
      low[slot] = lower;
      numberPlusOne[slot] = ++size;
      if (size > high.length / 4 * 3) {
        grow();
      }
      return size - 1;
    }
    return numberPlusOne[slot] - 1;
  }

  /** The value of a canonical decimal number ("17", not "017"), else −1. */
  private static long decimal(String key) {
    int length = key.length();
    if (length == 0 || length > MAX_DIGITS || (length > 1 && key.charAt(0) == '0')) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      int digit = key.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /** The slot that holds the key, or the free one where it belongs (linear probing). */
  private int slot(long upper, long lower) {
    long mixed = (upper ^ lower) * 0x9e3779b97f4a7c15L;
    int mask = high.length - 1;
    int slot = (int) (mixed >>> 32) & mask;
    while (numberPlusOne[slot] != 0 && (high[slot] != upper || low[slot] != lower)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    int[] oldNumbers = numberPlusOne;
    high = new long[oldHigh.length * 2];
    low = new long[oldHigh.length * 2];
    numberPlusOne = new int[oldHigh.length * 2];
    for (int i = 0; i < oldHigh.length; i++) {
      if (oldNumbers[i] != 0) {
        int slot = slot(oldHigh[i], oldLow[i]);
        high[slot] = oldHigh[i];
        low[slot] = oldLow[i];
        numberPlusOne[slot] = oldNumbers[i];
      }
    }
  }
}
