package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every library in the jar is named with its licence. */
class NoticesTest {
  /** On the class path of tests, not in the jar. */
  private static final List<String> FOR_TESTS =
      List.of(
          "junit",
          "opentest4j",
          "apiguardian",
          "assertj",
          "byte-buddy",
          "archunit",
          "surefire",
          "sbr-",
          // Selenium and what it brings, for the page's tests
          "selenium-",
          "opentelemetry-",
          "guava",
          "failureaccess",
          "listenablefuture",
          "j2objc-annotations",
          "annotations");

  @Test
  void everyLibraryIsNamed() throws IOException {
    String notices;
    try (InputStream in = Main.class.getResourceAsStream("/META-INF/THIRD-PARTY-NOTICES.md")) {
      notices = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    List<String> libraries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(path -> path.endsWith(".jar"))
            .map(path -> Path.of(path).getFileName().toString().replaceAll("-\\d.*", ""))
            .filter(name -> FOR_TESTS.stream().noneMatch(name::startsWith))
            .toList();
    assertThat(libraries).contains("picocli", "jackson-databind");
    assertThat(libraries).allSatisfy(name -> assertThat(notices).contains(name));
  }
}
