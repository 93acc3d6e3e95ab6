package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Comments say where an equation stands: "docs/models.md, section 4". It must stand there. */
class CitationsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern CITATION =
      Pattern.compile("docs/(\\w+)\\.md(?:, sections? (\\d+(?:(?:,| and| to) \\d+)*))?");
  private static final Pattern LINE_BREAK_IN_COMMENT =
      Pattern.compile("\\s*\\n\\s*(?:\\*|//)?\\s*");

  @Test
  void everyCitedSectionExists() {
    List<String> missing = new ArrayList<>();
    int cited = 0;
    for (Path source : sources()) {
      String text = LINE_BREAK_IN_COMMENT.matcher(read(source)).replaceAll(" ");
      Matcher citation = CITATION.matcher(text);
      while (citation.find()) {
        if (!isThere(citation)) {
          missing.add(source + ": " + citation.group());
        }
        cited++;
      }
    }
    assertThat(missing).isEmpty();
    assertThat(cited).isGreaterThan(80);
  }

  private static boolean isThere(Matcher citation) {
    Path document = ROOT.resolve("docs/" + citation.group(1) + ".md");
    if (!Files.exists(document)) {
      return false;
    }
    if (citation.group(2) == null) {
      return true;
    }
    String text = read(document);
    return Pattern.compile("\\D+")
        .splitAsStream(citation.group(2))
        .allMatch(number -> text.contains("\n## " + number + " "));
  }

  /** Java and CUDA sources of all modules, tests included, but this one. */
  private static List<Path> sources() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().matches(".*/src/.*\\.(java|cu)"))
          .filter(file -> !file.endsWith("CitationsTest.java"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
