package io.sbr.tensor.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files put together by hand, as an attacker would. */
final class Raw {
  private Raw() {}

  /** A file of any header and data, with the right header length. */
  static Path file(Path folder, String header, byte[] data) throws IOException {
    return file(folder, header.getBytes(StandardCharsets.UTF_8), data);
  }

  static Path file(Path folder, byte[] header, byte[] data) throws IOException {
    return file(folder, header.length, header, data);
  }

  /** A file whose first eight bytes claim any header length. */
  static Path file(Path folder, long length, byte[] header, byte[] data) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + data.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(header).put(data);
    return Files.write(folder.resolve("raw.safetensors"), bytes.array());
  }
}
