package io.sbr.bench.load.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.bench.load.drive.MadeUpServer;
import io.sbr.bench.load.drive.MadeUpServer.Said;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A server that ends at once, whoever waits. */
@EnabledOnOs(OS.LINUX)
class TerminationTest {
  /** Answers after a while, and does nothing about signals. Prints where it listens. */
  static final class Careless {
    private Careless() {}

    public static void main(String[] args) throws IOException {
      MadeUpServer server =
          new MadeUpServer(
              (target, body) -> {
                Thread.sleep(300);
                return Said.ok(body);
              });
      System.out.println(server.url());
    }
  }

  @Test
  void whoeverAskedBeforeAndIsNotAnsweredIsLost(@TempDir Path folder) throws Exception {
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Careless.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = new BufferedReader(new InputStreamReader(server.getInputStream()))) {
      Path json = folder.resolve("faults.json");
      FaultsCommand command = new FaultsCommand();
      new CommandLine(command)
          .parseArgs(
              "sigterm",
              "--url=" + said.readLine(),
              "--server-pid=" + server.pid(),
              "--rate=50",
              "--questions=3",
              "--connections=30",
              "--deadline-ms=1500",
              "--json=" + json);
      assertThat(command.call()).isEqualTo(1);
      JsonNode fault = new ObjectMapper().readTree(json.toFile()).at("/faults/0");
      assertThat(fault.at("/ended").asBoolean()).isTrue();
      assertThat(fault.at("/lost_that_asked_before").asInt()).isBetween(1, 30);
      assertThat(fault.at("/healthy/answered").asInt()).isPositive();
    } finally {
      server.destroyForcibly();
    }
  }
}
