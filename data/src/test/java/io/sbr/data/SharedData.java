package io.sbr.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Real click data that a checkout may have beside it; tests on it are skipped where it is absent.
 */
public final class SharedData {
  private SharedData() {}

  /** A folder or file of the shared data; ends the test as skipped, with the reason, if absent. */
  public static Path at(String name) {
    Path path = repository().resolveSibling("shared").resolve("data").resolve(name);
    String reason = "skipped: the shared data " + name + " are not beside the repository";
    if (!Files.exists(path)) {
      System.out.println(reason);
    }
    assumeTrue(Files.exists(path), reason);
    return path;
  }

  /** Tests run in their module's folder; the repository is the folder with the parent POM. */
  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("tensor"))
        || !Files.exists(folder.resolve("pom.xml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("the tests do not run inside the repository");
      }
    }
    return folder;
  }
}
