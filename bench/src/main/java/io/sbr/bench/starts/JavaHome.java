package io.sbr.bench.starts;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A Java that other JVMs are started with.
 *
 * @param home folder that holds {@code bin/java}
 * @param version as in 17.0.15
 */
record JavaHome(Path home, String version) {
  /**
   * The Java in this folder, its version as the file {@code release} tells it.
   *
   * @throws IllegalArgumentException if there is none
   */
  static JavaHome of(Path home) {
    Properties release = new Properties();
    try (Reader text = Files.newBufferedReader(home.resolve("release"))) {
      release.load(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(home + " is no JDK: it has no file 'release' to read", e);
    }
    String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
    if (version.isEmpty() || !Files.isExecutable(java(home))) {
      throw new IllegalArgumentException(home + " is no JDK: no version, or no bin/java to start");
    }
    return new JavaHome(home, version);
  }

  /** The one that this JVM runs with. */
  static JavaHome running() {
    return of(Path.of(System.getProperty("java.home")));
  }

  /** The program to start. */
  Path java() {
    return java(home);
  }

  private static Path java(Path home) {
    return home.resolve("bin").resolve("java");
  }
}
