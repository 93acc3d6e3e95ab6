package io.sbr.data.file;

/** First bytes. */
final class Magic {
  private Magic() {}

  static boolean begins(byte[] head, int... magic) {
    return hasAt(head, 0, magic);
  }

  static boolean begins(byte[] head, String magic) {
    return hasAt(head, 0, magic);
  }

  static boolean hasAt(byte[] head, int offset, String magic) {
    return hasAt(head, offset, magic.chars().toArray());
  }

  /** Whether there is a byte that no text has: a control character that is no blank or line end. */
  static boolean isBinary(byte[] head) {
    for (byte b : head) {
      if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f') {
        return true;
      }
    }
    return false;
  }

  private static boolean hasAt(byte[] head, int offset, int[] magic) {
    if (head.length < offset + magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[offset + i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
