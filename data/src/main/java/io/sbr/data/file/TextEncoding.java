package io.sbr.data.file;

import io.sbr.data.DataException;
import io.sbr.data.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * How text is encoded. UTF-8 unless a byte order mark says otherwise or the user does: any bytes
 * are sound Latin-1, so that taking it by itself would make other ids without a word.
 */
public final class TextEncoding {
  private TextEncoding() {}

  /**
   * The encoding of a name, for example {@code latin1}, {@code windows-1252}, {@code utf-16le}.
   *
   * @throws DataException if Java knows none of that name
   */
  public static Charset named(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          "unknown encoding "
              + Shown.quoted(name)
              + ", expected one such as utf-8, latin1, windows-1252, utf-16le, shift_jis, gb18030");
    }
  }

  /** The encoding that a byte order mark tells, or null where there is none. */
  public static Charset ofMark(byte[] head) {
    if (Magic.begins(head, 0xef, 0xbb, 0xbf)) {
      return StandardCharsets.UTF_8;
    }
    if (Magic.begins(head, 0xff, 0xfe)) {
      return StandardCharsets.UTF_16LE;
    }
    return Magic.begins(head, 0xfe, 0xff) ? StandardCharsets.UTF_16BE : null;
  }

  /**
   * Where bytes stop being text of an encoding: the line, and what to do, in words.
   *
   * @param bytes of the whole file, unpacked
   */
  public static Malformed firstMalformed(InputStream bytes, Charset encoding) throws IOException {
    CharsetDecoder decoder = encoding.newDecoder();
    ByteBuffer in = ByteBuffer.allocate(1 << 16);
    CharBuffer out = CharBuffer.allocate(1 << 16);
    long line = 1;
    boolean last = false;
    while (true) {
      int count = bytes.read(in.array(), in.position(), in.remaining());
      last = count < 0;
      in.position(in.position() + Math.max(count, 0)).flip();
      CoderResult result = decoder.decode(in, out, last);
      for (int i = 0; i < out.position(); i++) {
        line += out.get(i) == '\n' ? 1 : 0;
      }
      out.clear();
      if (result.isError() || last && !result.isOverflow()) {
        return new Malformed(line, in.hasRemaining() ? in.get() & 0xff : -1);
      }
      in.compact();
    }
  }

  /**
   * The first byte that is no text.
   *
   * @param line counted from 1
   * @param value of the byte, or −1 if the text ends inside a character
   */
  public record Malformed(long line, int value) {
    /** What is wrong, and the option that may help. */
    public String words(Charset encoding) {
      String what = value < 0 ? "the end of the file" : "byte 0x%02x".formatted(value);
      String advice =
          encoding.equals(StandardCharsets.UTF_8)
              ? "; if the file is Latin-1, --encoding latin1 (or windows-1252, …) reads it"
              : "";
      return "not " + encoding.name() + " text (" + what + ")" + advice;
    }
  }
}
