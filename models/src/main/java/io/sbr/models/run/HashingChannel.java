package io.sbr.models.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes what goes through it, so that what was written need not be read again. */
final class HashingChannel implements WritableByteChannel {
  private final WritableByteChannel out;
  private final MessageDigest digest;
  private long bytes;

  HashingChannel(WritableByteChannel out) {
    this.out = out;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    ByteBuffer written = source.duplicate();
    int count = out.write(source);
    digest.update(written.limit(written.position() + count));
    bytes += count;
    return count;
  }

  /** All that went through. */
  Content content() {
    return new Content(bytes, HexFormat.of().formatHex(digest.digest()));
  }

  @Override
  public boolean isOpen() {
    return out.isOpen();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
