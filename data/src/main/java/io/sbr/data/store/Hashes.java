package io.sbr.data.store;

import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.IntUnaryOperator;

/** SHA-256, in hexadecimal: of files, and of what a data set holds. */
public final class Hashes {
  private static final int BLOCK = 1 << 12;

  private Hashes() {}

  /**
   * The hash of a file's bytes as they lie on disk.
   *
   * @throws io.sbr.data.DataException if it cannot be read
   */
  public static String ofFile(Path file) {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The hash of bytes. */
  public static String ofBytes(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  /**
   * The fingerprint of a data set: its vocabulary, and the items, bounds and other columns of the
   * sessions of both parts. Equal for equal data, whatever the folder, the file format or the
   * compression. Sessions without times, durations and users have the fingerprint of their items.
   */
  public static String fingerprint(Dataset data) {
    MessageDigest digest = sha256();
    add(digest, new int[] {data.items().size()});
    for (String id : data.items().ids()) {
      byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
      add(digest, new int[] {bytes.length}); // so that "ab", "c" is not "a", "bc"
      digest.update(bytes);
    }
    for (Sessions part : new Sessions[] {data.train(), data.test()}) {
      add(digest, new int[] {part.count()});
      add(digest, part.offsets());
      add(digest, part.items());
      addColumns(digest, part);
    }
    if (data.lastDuration() != 0) {
      long bits = Double.doubleToLongBits(data.lastDuration());
      add(digest, new int[] {(int) (bits >>> 32), (int) bits});
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** A letter says which column follows, so that one cannot stand for another. */
  private static void addColumns(MessageDigest digest, Sessions part) {
    long[] times = part.times();
    if (times != null) {
      digest.update((byte) 't');
      add(digest, times.length, c -> (int) (times[c] >>> 32));
      add(digest, times.length, c -> (int) times[c]);
    }
    float[] durations = part.durations();
    if (durations != null) {
      digest.update((byte) 'd');
      add(digest, durations.length, c -> Float.floatToIntBits(durations[c]));
    }
    if (part.users() != null) {
      digest.update((byte) 'u');
      add(digest, part.users());
    }
  }

  private static void add(MessageDigest digest, int[] values) {
    add(digest, values.length, i -> values[i]);
  }

  private static void add(MessageDigest digest, int count, IntUnaryOperator value) {
    ByteBuffer block = ByteBuffer.allocate(4 * BLOCK);
    for (int from = 0; from < count; from += BLOCK) {
      block.clear();
      for (int i = from; i < Math.min(from + BLOCK, count); i++) {
        block.putInt(value.applyAsInt(i));
      }
      digest.update(block.array(), 0, block.position());
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
