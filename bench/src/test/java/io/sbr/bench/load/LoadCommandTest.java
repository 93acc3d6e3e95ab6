package io.sbr.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.bench.load.drive.MadeUpServer;
import io.sbr.bench.load.drive.MadeUpServer.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import picocli.CommandLine;

/** The commands, from their options to their files, on the built-in data. */
class LoadCommandTest {
  private static int run(Callable<Integer> command, MadeUpServer server, String... more)
      throws Exception {
    List<String> options = new ArrayList<>(List.of("--url", server.url().toString()));
    options.addAll(List.of(more));
    new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(true)
        .parseArgs(options.toArray(String[]::new));
    return command.call();
  }

  @Test
  void aLoadIsWrittenAndDrawn(@TempDir Path folder) throws Exception {
    Path json = folder.resolve("new/load.json");
    Path picture = folder.resolve("load.svg");
    String self = Long.toString(ProcessHandle.current().pid());
    try (MadeUpServer server = new MadeUpServer((target, body) -> Said.ok("{\"items\":[]}"))) {
      int code =
          run(
              new LoadCommand(),
              server,
              "--rate=100",
              "--seconds=1",
              "--warm-up=0.2",
              "--arrivals=even",
              "--visitors=10",
              "--server-pid=" + self,
              "--json=" + json,
              "--picture=" + picture);
      assertThat(code).isZero();
      assertThat(server.asked).hasSize(119).allMatch(asked -> asked.contains("\"items\":[\""));
    }
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.at("/machine/processors").asInt()).isPositive();
    assertThat(report.at("/rate").asDouble()).isEqualTo(100);
    assertThat(report.at("/requests").asInt()).isEqualTo(100);
    assertThat(report.at("/statuses/200").asInt()).isEqualTo(100);
    assertThat(report.at("/errors").asInt()).isZero();
    assertThat(report.at("/latency_ms/p99.9").asDouble()).isPositive();
    assertThat(report.at("/processors/generator_share").asDouble()).isPositive();
    assertThat(report.at("/server_memory_mib/looks").size()).isGreaterThanOrEqualTo(2);
    assertThat(report.at("/mode").asText()).isEqualTo("stateless");
    Document svg =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(picture.toFile());
    // of a hundred requests, the 99th percentile is the last that one speaks for
    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(2 * 5);
    assertThat(Files.readString(picture)).contains(">p50<", ">p99<").doesNotContain("p99.9");
  }

  @Test
  void sessionsAreToldClickByClick() throws Exception {
    try (MadeUpServer server = new MadeUpServer((target, body) -> Said.ok("{}"))) {
      run(
          new LoadCommand(),
          server,
          "--rate=100",
          "--seconds=0.5",
          "--warm-up=0",
          "--mode=sessions",
          "--model=shop",
          "--k=3");
      assertThat(server.asked)
          .isNotEmpty()
          .allMatch(
              asked ->
                  asked.startsWith("/v1/recommend?session_id=")
                      && asked.contains("&user_consent=true&k=3&run=shop"));
    }
  }

  @Test
  void anErrorIsAnExitCode() throws Exception {
    try (MadeUpServer server = new MadeUpServer((target, body) -> Said.status(404))) {
      int code = run(new LoadCommand(), server, "--rate=50", "--seconds=0.2", "--warm-up=0");
      assertThat(code).isEqualTo(1);
    }
  }

  /** Answers while it is asked slowly enough, and refuses at once beyond: nothing takes long. */
  @Test
  void refusalsAreTooMuchHoweverQuick(@TempDir Path folder) throws Exception {
    AtomicInteger second = new AtomicInteger();
    long[] begin = {System.nanoTime()};
    try (MadeUpServer server =
        new MadeUpServer(
            (target, body) -> {
              synchronized (begin) {
                if (System.nanoTime() - begin[0] > 1_000_000_000L) {
                  begin[0] = System.nanoTime();
                  second.set(0);
                }
              }
              return second.incrementAndGet() > 150 ? Said.status(503) : Said.ok("{}");
            })) {
      Path json = folder.resolve("find.json");
      int code =
          run(
              new FindCommand(),
              server,
              "--from=50",
              "--to=400",
              "--precision=0.5",
              "--seconds=1.2",
              "--warm-up=0",
              "--arrivals=even",
              "--p90-ms=5000",
              "--json=" + json,
              "--picture=" + folder.resolve("find.svg"));
      assertThat(code).isZero();
      JsonNode report = new ObjectMapper().readTree(json.toFile());
      assertThat(report.at("/highest_rate").asDouble()).isBetween(50.0, 300.0);
      assertThat(report.at("/loads").size()).isGreaterThanOrEqualTo(3);
      assertThat(folder.resolve("find.svg")).exists();
    }
  }

  @Test
  void badOptionsAreNamed() throws Exception {
    try (MadeUpServer server = new MadeUpServer((target, body) -> Said.ok("{}"))) {
      assertThatThrownBy(() -> run(new LoadCommand(), server, "--seconds=0"))
          .hasMessageContaining("--seconds");
      assertThatThrownBy(() -> run(new LoadCommand(), server, "--connections=0"))
          .hasMessageContaining("--connections");
      assertThatThrownBy(() -> run(new LoadCommand(), server, "--rate=-1"))
          .hasMessageContaining("--rate");
      assertThatThrownBy(() -> run(new FindCommand(), server, "--from=0"))
          .hasMessageContaining("--from");
      assertThatThrownBy(() -> run(new LoadCommand(), server, "--url=https://127.0.0.1"))
          .hasMessage("--url must be as http://127.0.0.1:8080, not https://127.0.0.1");
    }
  }
}
