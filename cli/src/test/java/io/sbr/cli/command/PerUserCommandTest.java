package io.sbr.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code prepare} of a log with users, and {@code per-user} on it. */
class PerUserCommandTest {
  @TempDir Path folder;

  /** Three users with ten sessions a day apart, of three apps each. */
  private Path prepared() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int user = 0; user < 3; user++) {
      for (int day = 1; day <= 10; day++) {
        for (int use = 0; use < 4; use++) {
          int app = 3 * user + (use + day) % 3;
          log.append("u%d\t201604%02d0800%02d\t1\tapp%d\t9\n".formatted(user, day, 10 * use, app));
        }
      }
    }
    Path file = Files.writeString(folder.resolve("log.tsv"), log);
    Path out = folder.resolve("apps");
    Cli.Outcome outcome =
        Cli.run("prepare", "--format", "appusage", "--in", file, "--out", out, "--min-support", 1);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return out;
  }

  private static Cli.Outcome perUser(Path data, Object... more) {
    Object[] quick = {
      "per-user", "--no-relaunch", "--data", data, "--model", "psrgat", "--hidden", 4, "--epochs", 2
    };
    Object[] all = new Object[quick.length + more.length];
    System.arraycopy(quick, 0, all, 0, quick.length);
    System.arraycopy(more, 0, all, quick.length, more.length);
    return Cli.run(all);
  }

  @Test
  void reportsEveryUserAndTheirMean() throws IOException {
    Cli.Outcome outcome = perUser(prepared(), "--json", "--k", "3");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode json = outcome.json();
    assertThat(json.get("measured_users").asInt()).isEqualTo(3);
    assertThat(json.get("skipped_users").asInt()).isZero();
    double sum = 0;
    for (JsonNode user : json.get("users")) {
      assertThat(user.get("tested").asInt()).isEqualTo(2);
      sum += user.get("metrics").get("mrr@3").asDouble();
    }
    assertThat(json.get("mrr@3").asDouble()).isEqualTo(sum / 3);
    assertThat(outcome.err()).contains("user 2, 3 of 3").contains("heads");
    assertThat(
            perUser(folder.resolve("apps"), "--json", "--targets", "all")
                .json()
                .get("users")
                .get(0)
                .get("tested")
                .asInt())
        .isEqualTo(6);
  }

  @Test
  void needsUsersAndEnoughSessions() throws IOException {
    Cli.Outcome strangers = perUser(Cli.ring(folder.resolve("ring")));
    assertThat(strangers.code()).isEqualTo(2);
    assertThat(strangers.err()).contains("no users, so there is no model for each");
    Path data = prepared();
    assertThat(perUser(data, "--min-sessions", 0).code()).isEqualTo(2);
    assertThat(perUser(data, "--min-sessions", 99).err()).contains("none of 3 users has 99");
    assertThat(perUser(data, "--checkpoint-every", 5).err()).contains("--checkpoint-every has no");
    assertThat(perUser(data, "--steps", 1).err()).contains("steps has no effect on psrgat");
  }
}
