package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/promises.md names the test that holds each line. It must be there. */
class PromisesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Map<String, String> tests = new HashMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*/src/test/java/.*Test\\.java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        tests.merge(name, Files.readString(file), String::concat);
      }
    }
    List<String> missing = new ArrayList<>();
    Matcher named = NAMED.matcher(Files.readString(ROOT.resolve("docs/promises.md")));
    int count = 0;
    while (named.find()) {
      count++;
      if (!tests.getOrDefault(named.group(1), "").contains("void " + named.group(2) + "(")) {
        missing.add(named.group());
      }
    }
    assertThat(missing).isEmpty();
    assertThat(count).isGreaterThan(50);
  }

  @Test
  void everyLineNamesOne() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("docs/promises.md")))
        .filteredOn(line -> line.startsWith("| ") && !line.startsWith("| promised"))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).containsPattern(NAMED));
  }
}
