package io.sbr.models.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sbr.data.store.Hashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a file holds, by its hash.
 *
 * @param bytes number of bytes
 * @param sha256 of them, hexadecimal
 */
record Content(
    @JsonProperty(required = true) long bytes, @JsonProperty(required = true) String sha256) {
  Content {
    if (bytes < 0) {
      throw new IllegalArgumentException("a file of " + bytes + " bytes");
    }
    if (sha256 == null || !sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("sha256 is no hash");
    }
  }

  /**
   * What a file holds now.
   *
   * @throws io.sbr.data.DataException if it cannot be read
   * @throws IOException the same
   */
  static Content of(Path file) throws IOException {
    return new Content(Files.size(file), Hashes.ofFile(file));
  }
}
