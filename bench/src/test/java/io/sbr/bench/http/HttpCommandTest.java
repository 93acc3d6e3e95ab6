package io.sbr.bench.http;

import static io.sbr.bench.http.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.bench.Main;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command, from its options to its end. */
@Timeout(120)
class HttpCommandTest {
  private static final int SIGTERM = 143;

  /** In a JVM of its own, since a signal ends it. */
  @EnabledOnOs(OS.LINUX)
  @ParameterizedTest
  @CsvSource({"jetty, --empty, none", "undertow, --empty, none", "undertow, --run, pop"})
  void itAnswersUntilItIsToldToEnd(String library, String what, String model) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("http", "--library", library, "--port", "0", what));
    if (what.equals("--run")) {
      command.add(SameAnswersTest.KEPT.resolve(model).toString());
    }
    Process server =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader said = new BufferedReader(new InputStreamReader(server.getInputStream()))) {
      String[] words = said.readLine().split(" ");
      URI url = URI.create(words[2]);
      assertThat(words)
          .containsExactly(
              "answering",
              "at",
              "http://127.0.0.1:" + url.getPort(),
              "by",
              library + ",",
              "process",
              Long.toString(server.pid()));
      try (RawClient client = new RawClient(url.getPort())) {
        RawClient.Reply back = client.send(get("/v1/recommend?item_id=a")).read();
        assertThat(back.status()).isEqualTo(200);
        JsonNode answer = new ObjectMapper().readTree(back.body());
        assertThat(answer.get("model").asText()).isEqualTo(model);
        assertThat(answer.get("items").size()).isEqualTo(model.equals("none") ? 20 : 0);
      }
      server.destroy();
      assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isEqualTo(SIGTERM);
    } finally {
      server.destroyForcibly();
    }
  }

  private static void run(String... options) throws Exception {
    HttpCommand command = new HttpCommand();
    new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(options);
    command.call();
  }

  @Test
  void badOptionsAreNamed() {
    assertThatThrownBy(() -> run("--empty")).hasMessageContaining("--library");
    assertThatThrownBy(() -> run("--library=netty", "--empty")).hasMessageContaining("--library");
    assertThatThrownBy(() -> run("--library=jetty")).hasMessageContaining("--run");
    assertThatThrownBy(() -> run("--library=jetty", "--empty", "--run=x"))
        .hasMessageContaining("--run");
    assertThatThrownBy(() -> run("--library=jetty", "--empty", "--port=65536"))
        .hasMessage("--port must be between 0 and 65535, not 65536");
    assertThatThrownBy(() -> run("--library=jetty", "--empty", "--threads=-1"))
        .hasMessage("--threads must be at least 0, not -1");
    assertThatThrownBy(() -> run("--library=jetty", "--run=no/such/folder"))
        .hasMessage("--run no/such/folder: there is no such folder");
  }
}
