package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fractions have a point, not a comma, in whatever country a program runs. */
class LocaleTest {
  private static final String LITERAL = "(?:\"\"\"(?s:.*?)\"\"\"|\"(?:[^\"\\\\\n]++|\\\\.)*+\")";
  private static final String FRACTION = "%[-+0-9$,( ]*(?:\\.\\d+)?[feEgG]";

  /** A text, perhaps of several pieces, with such a conversion, in the language of the machine. */
  private static final Pattern FORMATTED =
      Pattern.compile("(" + LITERAL + "(?:\\s*\\+\\s*" + LITERAL + ")*)\\)?\\s*\\.formatted\\(");

  private static final Pattern WITHOUT_LOCALE =
      Pattern.compile("(?:String\\.format|printf)\\(\\s*(?!\\s*Locale\\.ROOT)[^)]{0,20}");

  private static Stream<String> offences(String source) {
    return Stream.concat(
        FORMATTED
            .matcher(source)
            .results()
            .map(match -> match.group(1))
            .filter(text -> Pattern.compile(FRACTION).matcher(text).find()),
        WITHOUT_LOCALE.matcher(source).results().map(MatchResult::group));
  }

  @Test
  void noProgramWritesFractionsAsTheMachineDoes() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      List<Path> sources =
          files.filter(file -> file.toString().matches(".*/src/main/.*\\.java")).toList();
      assertThat(sources).hasSizeGreaterThan(200);
      for (Path source : sources) {
        assertThat(offences(Files.readString(source))).as(source.toString()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"%.1f GB/s\".formatted(x)",
        "(\"a \\\" %d\"\n + \"and %,.0f\")\n .formatted(1, x)",
        "\"%5.2e\"\n.formatted(x)",
        "\"\"\"\n  %d is\n  %.0f\"\"\".formatted(1, x)",
        "String.format(\"%.2f\", x)",
        "out.printf(format, x)"
      })
  void findsWhatItLooksFor(String source) {
    assertThat(offences(source)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"%d of %s\".formatted(1, 2)",
        "number(\"%.1f\", x) + \"%d\".formatted(1)",
        "String.format(Locale.ROOT, \"%.2f\", x)",
        "String.format(\n    Locale.ROOT, \"%.2f\", x)"
      })
  void passesOverTheRest(String source) {
    assertThat(offences(source)).isEmpty();
  }
}
