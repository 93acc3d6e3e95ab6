package io.sbr.data.read.look;

import io.sbr.data.prepare.Formats;
import io.sbr.data.read.Column;
import io.sbr.data.read.TimeFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks at small logs, for tests. */
final class Looks {
  private Looks() {}

  static Look at(Path folder, String text) {
    return at(folder, text, LogLook.AUTO, Choices.NONE);
  }

  static Look at(Path folder, String text, String format, Choices choices) {
    try {
      Path file = Files.writeString(folder.resolve("log"), text);
      return Formats.look(format, List.of(file), choices);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Which columns are taken: {@code session=a item=b}. */
  static String taken(Look look) {
    return look.columns().values().stream()
        .map(taken -> taken.column().label() + "=" + taken.name())
        .collect(Collectors.joining(" "));
  }

  /** Columns as a user writes them. */
  static Choices columns(String pairs) {
    Map<Column, String> columns = new EnumMap<>(Column.class);
    for (String pair : pairs.split(",")) {
      String[] sides = pair.split("=", 2);
      columns.put(Column.valueOf(sides[0].toUpperCase(java.util.Locale.ROOT)), sides[1]);
    }
    return Choices.of(columns, TimeFormat.AUTO);
  }
}
