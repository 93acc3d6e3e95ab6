package io.sbr.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a log with users to answers for one of them, whose id it is that is asked for. */
class AskingUsersTest {
  private static final long BEGIN = 1_700_000_000L;
  private static final long DAY = 86_400;

  @TempDir static Path folder;
  private static Path data;
  private static String run;

  @BeforeAll
  static void train() throws IOException {
    StringBuilder log = new StringBuilder("user,session,item,time\n");
    for (int s = 0; s < 60; s++) {
      String user = s % 3 == 0 ? "\"ann, b\"" : s % 3 == 1 ? "ü" : "17";
      for (int i = 0; i < 4; i++) {
        long time = BEGIN + s * DAY / 4 + 20 * i;
        log.append("%s,s%d,i%d,%d\n".formatted(user, s, (s % 3 * 4 + s / 3 + i) % 12, time));
      }
    }
    Path file = folder.resolve("log.csv");
    Files.writeString(file, log);
    data = folder.resolve("data");
    Cli.Outcome prepared =
        Cli.run("prepare", "--format", "csv", "--split", "none", "--in", file, "--out", data);
    assertThat(prepared.code()).as(prepared.err()).isZero();
    Path trained = folder.resolve("run");
    Cli.Outcome outcome = Cli.train(data, trained, "--model", "psrgat");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    run = trained.toString();
  }

  private static Cli.Outcome ask(String command, Object... more) {
    return Cli.run(
        Stream.concat(Stream.of(command, "--run", run, "--threads", 1), Stream.of(more)).toArray());
  }

  private static JsonNode items(Object... more) {
    return ask("recommend", Stream.concat(Stream.of(more), Stream.of("--json")).toArray())
        .json()
        .get("items");
  }

  @Test
  void aDataSetKeepsTheIdsOfItsUsersAndARunWhatTheyViewed() {
    assertThat(data.resolve("users.csv.gz")).exists();
    assertThat(Path.of(run, "views.csv.gz")).exists();
  }

  @Test
  void theUserChangesTheAnswer() throws IOException {
    String now = Long.toString(BEGIN + 15 * DAY);
    String later = Long.toString(BEGIN + 15 * DAY + 20);
    String times = now + "," + later;
    JsonNode stranger = items("--items", "i1,i2", "--times", times);
    for (String user : List.of("ann, b", "ü", "17")) {
      JsonNode own = items("--items", "i1,i2", "--times", times, "--user", user);
      assertThat(own).as(user).isNotEqualTo(stranger);
      // the same question as a line, with times in another form
      Path line = folder.resolve("line");
      Files.writeString(
          line,
          new ObjectMapper()
              .writeValueAsString(List.of("i1", "i2"))
              .transform(
                  ids ->
                      "{\"items\":%s,\"user\":\"%s\",\"times\":[%s000,%s000]}"
                          .formatted(ids, user, now, later)));
      JsonNode answer = ask("recommend", "--in", line, "--json").json();
      assertThat(answer.get("items")).isEqualTo(own);
      assertThat(answer.has("not_known")).isFalse();
    }
    assertThat(items("--items", "i1,i2", "--times", times, "--user", "0")).isEqualTo(stranger);
    assertThat(items("--items", "i1,i2", "--times", times, "--durations", "20,0"))
        .isEqualTo(stranger)
        .isNotEqualTo(items("--items", "i1,i2", "--durations", "1,500"));
  }

  @Test
  void whatIsNotGivenIsSaid() {
    Cli.Outcome bare = ask("recommend", "--items", "i1,i2", "--json");
    assertThat(bare.err())
        .contains("psrgat reads user, times, durations as well", "user (1), times (1)");
    assertThat(bare.json().get("not_known")).hasSize(3);
    Cli.Outcome stranger =
        ask("recommend", "--items", "i1", "--times", "2024-01-01T00:00:00Z", "--user", "bo\u001bb");
    assertThat(stranger.err())
        .contains("users of whom the run knows nothing: \"bo\\u001bb\"")
        .doesNotContain("\u001b");
    Cli.Outcome known =
        ask("recommend", "--items", "i1", "--times", "2024-01-01T00:00:00Z", "--user", "17");
    assertThat(known.err()).doesNotContain("as well").doesNotContain("nothing");
  }

  @Test
  void anExplanationIsOfTheUsersAnswer() {
    String times = BEGIN + 15 * DAY + ",1701296020";
    Object[] question = {"--items", "i1,i2", "--times", times, "--user", "ü"};
    JsonNode answer = items(question);
    JsonNode explained =
        ask("explain", Stream.concat(Stream.of(question), Stream.of("--json")).toArray()).json();
    assertThat(explained.get("results").get(0).get("score").asDouble())
        .isEqualTo(answer.get(0).get("score").asDouble());
    assertThat(ask("explain", "--items", "i1,i2").err()).contains("psrgat reads user");
  }
}
