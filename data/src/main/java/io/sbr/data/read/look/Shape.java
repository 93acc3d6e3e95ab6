package io.sbr.data.read.look;

import io.sbr.data.file.Compression;
import io.sbr.data.read.Dialect;
import java.nio.charset.Charset;
import java.util.List;

/**
 * How the rows of a log are written.
 *
 * @param dialect how they are cut into cells; null in a log of JSON lines
 * @param header whether the first line names the columns
 * @param names the names of the columns; numbers from 1 where there is no header
 * @param encodings of each file
 * @param compressions of each file
 */
public record Shape(
    Dialect dialect,
    boolean header,
    List<String> names,
    List<Charset> encodings,
    List<Compression> compressions) {

  /** In words: separator, quoting, header, encoding, compression. */
  String words() {
    String cells =
        dialect == null
            ? "JSON lines"
            : "%s between cells, %s, %s"
                .formatted(dialect.separatorName(), quotes(), header ? "a header" : "no header");
    return cells + ", " + each(encodings.stream().map(Charset::name).toList()) + packing();
  }

  private String packing() {
    boolean packed = compressions.stream().anyMatch(c -> c != Compression.NONE);
    return packed ? ", " + each(compressions.stream().map(Compression::label).toList()) : "";
  }

  /** Quoting in words. */
  String quotes() {
    return switch (dialect.quoting()) {
      case DOUBLE -> "quotes as in CSV";
      case NONE -> "quotes are text";
      case NOT_SEEN -> "no quotes";
    };
  }

  private static String each(List<String> values) {
    List<String> distinct = values.stream().distinct().toList();
    return String.join(" and ", distinct);
  }
}
