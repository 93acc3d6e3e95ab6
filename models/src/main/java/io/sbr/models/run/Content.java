package io.sbr.models.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a file holds, by its hash.
 *
 * @param bytes number of bytes
 * @param sha256 of them, hexadecimal
 */
record Content(
    @JsonProperty(required = true) long bytes, @JsonProperty(required = true) String sha256) {
  private static final int BUFFER = 1 << 16;

  Content {
    if (bytes < 0) {
      throw new IllegalArgumentException("a file of " + bytes + " bytes");
    }
    if (sha256 == null || !sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("sha256 is no hash");
    }
  }

  /**
   * What a file holds now: size and hash of the same bytes, also where another process replaces the
   * file meanwhile.
   *
   * @throws IOException if it cannot be read
   */
  static Content of(Path file) throws IOException {
    HashingChannel hash = new HashingChannel(Channels.newChannel(OutputStream.nullOutputStream()));
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      while (in.read(buffer.clear()) >= 0) {
        hash.write(buffer.flip());
      }
    }
    return hash.content();
  }
}
