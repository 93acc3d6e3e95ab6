package io.sbr.data.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How a data set came about, as {@code dataset.json} keeps it. Maps keep their order.
 *
 * @param provenance format, recipe and whatever else identifies the source
 * @param sources the files it was made from
 * @param filters every setting of the preparation by name
 * @param counts rows, sessions, clicks at each stage of the preparation
 * @param dropped how many rows or clicks were left out, by reason
 */
public record Origin(
    Map<String, String> provenance,
    List<SourceFile> sources,
    Map<String, String> filters,
    Map<String, Long> counts,
    Map<String, Long> dropped) {
  /** Checks that nothing is missing. */
  public Origin {
    boolean complete =
        Stream.of(provenance, filters, counts, dropped)
                .allMatch(map -> map != null && map.values().stream().allMatch(Objects::nonNull))
            && sources != null
            && sources.stream().allMatch(Objects::nonNull);
    if (!complete) {
      throw new IllegalArgumentException("an origin that says null");
    }
  }

  /** Of data that were made, not prepared from files. */
  public static Origin of(String provenance) {
    return new Origin(Map.of("format", provenance), List.of(), Map.of(), Map.of(), Map.of());
  }

  /**
   * A file that data were prepared from.
   *
   * @param name without its folder, which means nothing elsewhere
   * @param bytes its size
   * @param sha256 of its bytes
   */
  public record SourceFile(String name, long bytes, String sha256) {

    /**
     * Describes a file as it is now.
     *
     * @throws io.sbr.data.DataException if it cannot be read
     */
    public static SourceFile of(Path file) {
      try {
        long bytes = Files.size(file);
        return new SourceFile(file.getFileName().toString(), bytes, Hashes.ofFile(file));
      } catch (IOException e) {
        throw InputFiles.unreadable(file, e);
      }
    }
  }
}
