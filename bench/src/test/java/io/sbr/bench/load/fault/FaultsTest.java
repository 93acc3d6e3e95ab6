package io.sbr.bench.load.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.bench.load.drive.MadeUpServer;
import io.sbr.bench.load.drive.MadeUpServer.Said;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is said of servers that do right, and of those that do not. */
class FaultsTest {
  @TempDir private Path folder;

  private JsonNode run(int code, MadeUpServer server, String... options) throws Exception {
    Path json = folder.resolve("faults.json");
    List<String> all = new ArrayList<>();
    all.addAll(List.of("--url=" + server.url(), "--admin-url=" + server.url(), "--json=" + json));
    all.addAll(List.of("--rate=50", "--questions=20", "--hold=1", "--deaf=3", "--half-open=20"));
    all.addAll(List.of("--reloads=4", "--malformed=110"));
    all.addAll(List.of(options));
    FaultsCommand command = new FaultsCommand();
    new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(true)
        .parseArgs(all.toArray(String[]::new));
    assertThat(command.call()).isEqualTo(code);
    return new ObjectMapper().readTree(json.toFile()).get("faults");
  }

  /** Answers what it was asked, and has one run. */
  private static Said echo(String target, String body) {
    return target.equals("/v1/runs")
        ? Said.ok("{\"runs\":[{\"run\":\"shop\"}]}")
        : Said.ok("answer to " + body);
  }

  @Test
  void aServerThatGoesOnIsGood() throws Exception {
    try (MadeUpServer server = new MadeUpServer(FaultsTest::echo)) {
      JsonNode faults = run(0, server, "reload", "half-open");
      assertThat(faults).hasSize(2);
      JsonNode reload = faults.get(0);
      assertThat(reload.at("/good").asBoolean()).isTrue();
      assertThat(reload.at("/statuses/200").asInt()).isEqualTo(4);
      assertThat(reload.at("/healthy/requests").asInt()).isPositive(); // however quick it was
      JsonNode half = faults.get(1);
      assertThat(half.at("/connections").asInt()).isEqualTo(20);
      assertThat(half.at("/healthy/requests").asInt()).isPositive();
      assertThat(half.at("/healthy/errors").asInt()).isZero();
      assertThat(server.asked).anyMatch(asked -> asked.startsWith("/admin/v1/runs/shop/reload"));
    }
  }

  @Test
  void anAnswerOfAnotherQuestionIsWrong() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (MadeUpServer server =
        new MadeUpServer(
            (target, body) ->
                echo(target, count.incrementAndGet() % 30 == 29 ? "another" : body))) {
      JsonNode fault = run(1, server, "half-open").get(0);
      assertThat(fault.at("/good").asBoolean()).isFalse();
      assertThat(fault.at("/healthy/wrong").asInt()).isPositive();
    }
  }

  @Test
  void answersOfTwoVersionsAreRightInTurns() throws Exception {
    AtomicInteger version = new AtomicInteger();
    try (MadeUpServer server =
        new MadeUpServer(
            (target, body) -> {
              if (target.contains("reload")) {
                version.set(body.contains("/b\"") ? 2 : 1);
              }
              return echo(target, version.get() + body);
            })) {
      JsonNode fault = run(0, server, "reload", "--folder=a", "--folder=b").get(0);
      assertThat(fault.at("/healthy/wrong").asInt()).isZero();
    }
  }

  @Test
  void aReloadThatFailsIsBad() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (MadeUpServer server =
        new MadeUpServer(
            (target, body) ->
                target.contains("reload") && count.incrementAndGet() == 3
                    ? Said.status(422)
                    : echo(target, body))) {
      JsonNode fault = run(1, server, "reload").get(0);
      assertThat(fault.at("/statuses/422").asInt()).isEqualTo(1);
    }
  }

  /** The JDK's server reads whatever comes, so the largest body is answered: that is bad. */
  @Test
  void aServerThatTakesEveryBodyIsBad() throws Exception {
    try (MadeUpServer server = new MadeUpServer(FaultsTest::echo)) {
      JsonNode fault = run(1, server, "bodies", "--bodies=2", "--body-mb=2").get(0);
      assertThat(fault.at("/good").asBoolean()).isFalse();
      assertThat(fault.at("/most_bytes_taken").asLong()).isGreaterThan(2_000_000);
      assertThat(fault.at("/ends/200").asInt()).isEqualTo(2);
    }
  }

  @Test
  void aServerThatFailsItselfIsBad() throws Exception {
    try (MadeUpServer server =
        new MadeUpServer(
            (target, body) -> body.equals("null") ? Said.status(500) : echo(target, body))) {
      JsonNode fault = run(1, server, "fuzz", "--malformed=1100").get(0);
      assertThat(fault.at("/kinds/json/500").asInt()).isPositive();
      assertThat(fault.at("/kinds")).hasSize(Malformed.values().length);
    }
  }

  @Test
  void deafClientsAreHeldUpByTheirServer() throws Exception {
    try (MadeUpServer server = new MadeUpServer((target, body) -> Said.ok("x".repeat(10_000)))) {
      JsonNode fault = run(0, server, "deaf").get(0);
      assertThat(fault.at("/clients").asInt()).isEqualTo(3);
      assertThat(fault.at("/bytes_taken").asLong()).isPositive();
    }
  }

  @Test
  void whatAFaultNeedsIsNamed() throws Exception {
    FaultsCommand reload = new FaultsCommand();
    new CommandLine(reload).parseArgs("reload");
    assertThatThrownBy(reload::call).hasMessage("reload needs --admin-url");
    FaultsCommand term = new FaultsCommand();
    new CommandLine(term).parseArgs("sigterm");
    assertThatThrownBy(term::call).hasMessage("sigterm needs --server-pid");
    try (MadeUpServer server = new MadeUpServer((target, body) -> Said.status(404))) {
      FaultsCommand other = new FaultsCommand();
      new CommandLine(other).parseArgs("fuzz", "--url=" + server.url());
      assertThatThrownBy(other::call)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("status 404 before anything was wrong; --data must have ids");
    }
  }
}
