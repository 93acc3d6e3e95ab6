package io.sbr.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A folder with one file bent. What the fuzzer bends is the content behind gzip, and hashes are
 * made to fit: a damaged file would be refused by its hash before anything of it is read.
 */
final class Bent {
  private final Path folder;
  private final String file;
  private final Map<String, byte[]> sound = new HashMap<>();

  private final boolean written;

  /**
   * @param folder a sound one
   * @param file the one to be bent
   * @param written whether what reads the folder also writes into it, so that all has to be put
   *     back each time
   */
  Bent(Path folder, String file, boolean written) throws IOException {
    this.folder = folder;
    this.file = file;
    this.written = written;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.toList()) {
        sound.put(each.getFileName().toString(), Files.readAllBytes(each));
      }
    }
  }

  private boolean packed() {
    return file.endsWith(".gz");
  }

  /** The file's own content. */
  byte[] sound() throws IOException {
    Path path = folder.resolve(file);
    if (!packed()) {
      return Files.readAllBytes(path);
    }
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(path))) {
      return in.readAllBytes();
    }
  }

  /** The folder with this content in the file, all else as it was. */
  Path with(byte[] content) throws IOException {
    if (written) {
      restore();
    }
    Files.write(folder.resolve(file), packed() ? gzip(content) : content);
    Seals.renew(folder, file);
    return folder;
  }

  private void restore() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.toList()) {
        if (!sound.containsKey(each.getFileName().toString())) {
          Files.delete(each);
        }
      }
    }
    for (Map.Entry<String, byte[]> each : sound.entrySet()) {
      Files.write(folder.resolve(each.getKey()), each.getValue());
    }
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }
}
