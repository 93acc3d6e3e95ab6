package io.sbr.data.file;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** How a file is packed. */
public enum Compression {
  /** Not at all. */
  NONE,
  /** {@code .gz}, of one member or several. */
  GZIP(0x1f, 0x8b),
  /** {@code .zip} with a single file in it. */
  ZIP('P', 'K', 3, 4),
  /** {@code .bz2}. */
  BZIP2('B', 'Z', 'h'),
  /** {@code .xz}. */
  XZ(0xfd, '7', 'z', 'X', 'Z', 0),
  /** {@code .zst}. */
  ZSTD(0x28, 0xb5, 0x2f, 0xfd);

  private static final int BUFFER = 1 << 16;

  /** An xz file says how much memory it wants; one that wants more than this is refused. */
  private static final int XZ_MOST_KIB = 1 << 20;

  private final int[] magic;

  Compression(int... magic) {
    this.magic = magic;
  }

  /** The compression of a file that begins with these bytes. */
  public static Compression of(byte[] head) {
    for (Compression compression : values()) {
      boolean begins = compression != NONE && Magic.begins(head, compression.magic);
      if (begins && (compression != BZIP2 || Magic.isBinary(head))) { // "BZh" may begin a text
        return compression;
      }
    }
    return NONE;
  }

  /** The name for users: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The bytes as they were before they were packed.
   *
   * @throws DamagedFileException there or while reading, if they are damaged or cut off
   */
  InputStream unpacked(InputStream packed) throws IOException {
    if (this == NONE) {
      return packed;
    }
    try {
      return new UnpackedStream(decoder(packed), this);
    } catch (IOException | RuntimeException e) {
      packed.close();
      throw new DamagedFileException(this, e);
    }
  }

  private InputStream decoder(InputStream packed) throws IOException {
    return switch (this) {
      case NONE -> packed;
      case GZIP -> new GZIPInputStream(packed, BUFFER);
      case ZIP -> firstFile(new ZipInputStream(packed));
      case BZIP2 -> new BZip2CompressorInputStream(packed, true);
      case XZ -> new XZInputStream(packed, XZ_MOST_KIB);
      case ZSTD -> new ZstdInputStream(packed);
    };
  }

  private static InputStream firstFile(ZipInputStream zip) throws IOException {
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (ZipContents.isFile(entry)) {
        return zip;
      }
    }
    throw new EOFException("no file in it");
  }
}
