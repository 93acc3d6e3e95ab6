package io.sbr.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.cli.Cli;
import io.sbr.cli.Cli.Outcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad options end the command at once, in a line that names them. */
class ServeOptionsTest {
  static final Path KEPT =
      Path.of("..", "models", "src", "test", "resources", "io", "sbr", "models", "kept");

  @TempDir Path temp;

  private static Outcome serve(Object... more) {
    List<Object> args =
        new ArrayList<>(List.of("serve", "--no-relaunch", "--run", KEPT.resolve("pop")));
    args.addAll(List.of(more));
    return Cli.run(args.toArray());
  }

  private static void refused(Outcome outcome, int code, String line) {
    assertThat(outcome.err()).startsWith("sbr: ").contains(line);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--port 70000 | --port must be between 0 and 65535, not 70000",
        "--port 81 --admin-port 81 | --admin-port must be another than --port",
        "--host no.such.host.invalid | there is no host no.such.host.invalid",
        "--tls-cert c.pem | --tls-cert and --tls-key belong together",
        "--tls-cert absent.pem --tls-key k.pem | absent.pem does not exist",
        "--token-file absent | absent: the token cannot be read",
        "--cors shop.example | --cors must be like https://shop.example or *, not shop.example",
        "--cors https://shop.example/ | --cors must be like https://shop.example or *, not",
        "--queue 5 | --max-batch 512 would never fit into a --queue of 5",
        "--deadline 0 | --deadline must be between 1 and",
        "--max-k 0 | --max-k must be between 1 and",
        "--drain 51 | --drain must be between 0 and 50 seconds, not 51",
        "--watch 0 | --watch must be between 0.1 and 86400 seconds, not 0.0",
        "--access-log nowhere/log | nowhere: there is no such folder",
        "--attributes nowhere.csv | nowhere.csv: there is no such file",
        "--withdrawn nowhere/w.json | nowhere: there is no such folder",
        "--withdrawn ../pom.xml | ../pom.xml is malformed: line 1: Unexpected character ('<'",
        "--split default=1,b=2 | --split: \"b=2\" names no run that is served; there are default",
        "--split default=x | --split: \"default=x\" has no number as share",
        "--split default=1,default=2 | --split: run \"default\" has two shares",
        "--split default=0 | --split: no share is above 0",
        "--sessions 127.0.0.1:6379 | --sessions must be as redis://127.0.0.1:6379, not 127.0.0.1",
        "--sessions redis://127.0.0.1:1 | redis at 127.0.0.1:1 cannot be used: Connection refused",
        "--threads -1 | --threads must be between 0",
        "--run other=nowhere | nowhere: there is no such run folder",
        "--run default=../models | is not a run: it has no run.json",
      })
  void whatCannotBeIsSaidInALine(String options, String line) {
    refused(serve((Object[]) options.split(" ")), 2, line);
  }

  @Test
  void runsNeedNamesToBeToldApart() {
    refused(serve("--run", KEPT.resolve("pop")), 2, "all but one need a name: --run NAME=DIR");
    String named = "a=" + KEPT.resolve("pop");
    refused(serve("--run", named, "--run", named), 2, "--run: two runs are named a");
  }

  @Test
  void aFolderWithoutAModelIsRefused() throws Exception {
    Path begun = Files.createDirectories(temp.resolve("begun"));
    for (String file : List.of("run.json", "manifest.json", "items.csv.gz")) {
      Files.copy(KEPT.resolve("srgnn").resolve(file), begun.resolve(file));
    }
    refused(serve("--run", "begun=" + begun), 2, "begun");
  }

  @Test
  void aPortThatIsTakenIsAFailure() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(other.getLocalPort());
      refused(
          serve("--port", port),
          1,
          "cannot listen at 127.0.0.1:" + port + ": Address already in use");
    }
  }
}
