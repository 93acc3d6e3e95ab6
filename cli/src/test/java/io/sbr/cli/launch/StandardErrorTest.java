package io.sbr.cli.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardErrorTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "'',''",
        "'x','x'",
        "'WARNING: Using incubator modules: jdk.incubator.vector\n',''",
        "'WARNING: Using incubator modules: jdk.incubator.vector\nepoch 1\n','epoch 1\n'",
        "'WARNING: Using incubator modules','' ",
        "'WARNING: something else\nepoch 1','WARNING: something else\nepoch 1'",
        "'WARN','WARN'",
        "'\nWARNING: Using incubator modules','\nWARNING: Using incubator modules'"
      })
  void copiesAllButTheJvmsOwnWarning(String from, String expected) {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    StandardError.copy(new ByteArrayInputStream(from.getBytes(UTF_8)), to);
    assertThat(to.toString(UTF_8)).isEqualTo(expected);
  }
}
