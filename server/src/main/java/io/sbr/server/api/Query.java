package io.sbr.server.api;

import io.sbr.data.Shown;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The query of a URL: names and values, most of them at most once, in UTF-8. */
final class Query {
  private final Map<String, List<String>> values;

  private Query(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * Reads {@code a=1&b=2}.
   *
   * @param allowed names
   * @param repeated those that may come several times
   * @throws Problem if a name is another or comes twice, or a value is not encoded
   */
  static Query of(String text, Set<String> allowed, Set<String> repeated) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals), true);
      if (!allowed.contains(name)) {
        throw Problem.badRequest(
            Shown.quoted(name)
                + " is none of "
                + String.join(", ", allowed.stream().sorted().toList()));
      }
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1), true);
      List<String> all = values.computeIfAbsent(name, one -> new ArrayList<>());
      all.add(value);
      if (all.size() > 1 && !repeated.contains(name)) {
        throw Problem.badRequest(Shown.quoted(name) + " is given twice");
      }
    }
    return new Query(values);
  }

  /** A value, if it is given. */
  Optional<String> value(String name) {
    return values(name).stream().findFirst();
  }

  /** All values, in order. */
  List<String> values(String name) {
    return values.getOrDefault(name, List.of());
  }

  /**
   * A whole number.
   *
   * @param otherwise what it is if it is not given
   * @throws Problem if it is none
   */
  int number(String name, int otherwise) {
    Optional<String> value = value(name);
    try {
      return value.map(Integer::parseInt).orElse(otherwise);
    } catch (NumberFormatException e) {
      throw Problem.badRequest(name + " must be a whole number, not " + Shown.quoted(value.get()));
    }
  }

  /**
   * What {@code %41} and the like stand for.
   *
   * @param plus whether a plus stands for a blank, as it does in a query and not in a path
   * @throws Problem if it is no encoded UTF-8
   */
  static String decoded(String text, boolean plus) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      int c = text.codePointAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
        if (low < 0) {
          throw notEncoded(text);
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else if (c == '+' && plus) {
        bytes.write(' ');
      } else {
        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(c) - 1;
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw notEncoded(text);
    }
  }

  private static Problem notEncoded(String text) {
    return Problem.badRequest(Shown.quoted(text) + " is not percent-encoded UTF-8");
  }
}
