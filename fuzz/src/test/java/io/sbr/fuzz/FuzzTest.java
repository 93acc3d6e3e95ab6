package io.sbr.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A short run over each kind of file; {@code -Dfuzz.seconds=120} makes it a long one. The figures
 * are printed.
 */
class FuzzTest {
  @TempDir Path folder;

  static List<String> subjects() {
    String only = System.getProperty("fuzz.only", "");
    return Subjects.all().stream().map(Subject::name).filter(n -> n.contains(only)).toList();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void nothingButAnswersAndSentences(String name) throws Exception {
    int seconds = Integer.getInteger("fuzz.seconds", 3);
    Fuzzing.Outcome outcome = Fuzzing.run(Subjects.named(name), seconds, folder);
    System.out.println(name + ": " + outcome.figures());
    assertThat(outcome.finding()).isEmpty();
  }
}
