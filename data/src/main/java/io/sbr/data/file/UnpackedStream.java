package io.sbr.data.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Unpacked bytes whose every fault is a {@link DamagedFileException}: each library has exceptions
 * of its own for data that are damaged, unchecked ones among them.
 */
final class UnpackedStream extends FilterInputStream {
  private final Compression compression;

  UnpackedStream(InputStream decoder, Compression compression) {
    super(decoder);
    this.compression = compression;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return in.read(bytes, offset, length);
    } catch (IOException | RuntimeException e) {
      throw new DamagedFileException(compression, e);
    }
  }
}
