package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.data.Shown;
import io.sbr.data.Vocabulary;
import io.sbr.data.store.DatasetWriter;
import io.sbr.data.store.Origin;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

/** What a log, a name or an argument holds is shown by every command, and sent by none. */
@Timeout(300)
class TerminalTextTest {
  private static final String RED = "it\u001b[31mRED";
  private static final String TWO_ROWS = "x\n     1   forged   9.9999";
  private static final List<String> IDS =
      List.of(RED, TWO_ROWS, "\u202egnorw", "c1\u009b2J", "bell\u0007", "a b", "tab\there", "'q\"");

  /** A folder may be called so, and a data set. */
  private static final String NAME = "x;touch pwned\n\u001b[2J";

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path data;
  private static Path counted;
  private static Path learned;

  @BeforeAll
  static void trainOnce() {
    data = shared.resolve(NAME);
    List<int[]> train = new ArrayList<>();
    for (int s = 0; s < 24; s++) {
      train.add(new int[] {1 + s % 8, 1 + (s + 1) % 8, 1 + (s + 2) % 8});
    }
    Dataset hostile =
        new Dataset(
            NAME,
            new Vocabulary(IDS),
            Sessions.of(train.toArray(int[][]::new)),
            Sessions.of(new int[] {1, 2, 3}, new int[] {2, 3, 4}));
    DatasetWriter.write(hostile, Origin.of(RED), data);
    counted = shared.resolve("counted" + NAME);
    learned = shared.resolve("learned" + NAME);
    shown(Cli.run("train", "--data", data, "--run", counted, "--model", "markov"));
    shown(Cli.train(data, learned));
  }

  /** Every line is one that {@link Shown} has nothing to do with. */
  private static Cli.Outcome shown(Cli.Outcome outcome) {
    for (String text : List.of(outcome.out(), outcome.err())) {
      assertThat(text.lines()).allSatisfy(line -> assertThat(line).isEqualTo(Shown.text(line)));
      assertThat(text.chars().filter(Character::isISOControl)).allMatch(c -> c == '\n');
      assertThat(text.lines()).noneMatch(line -> line.startsWith("     1   forged"));
    }
    return outcome;
  }

  private static Cli.Outcome right(Object... args) {
    Cli.Outcome outcome = shown(Cli.run(args));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome;
  }

  @Test
  void anIdWithAnEscapeSequenceFromTheLogToTheAnswer() throws IOException {
    Path log = folder.resolve("log.csv");
    StringBuilder rows = new StringBuilder("session,item,time\n");
    for (int i = 0; i < 60; i++) {
      String item = i % 3 == 0 ? RED : "plain" + i % 3;
      rows.append("s%d,%s,%d\n".formatted(i / 3, item, 1_700_000_000 + 60 * i));
    }
    Files.writeString(log, rows);
    Path out = folder.resolve("prepared");
    right("prepare", "--format", "csv", "--in", log, "--out", out, "--split", "none");
    Path run = folder.resolve("run");
    String report = right("train", "--data", out, "--run", run, "--model", "markov").out();
    assertThat(report).contains("--items $'it\\033[31mRED,plain1'");
    String answer = right("recommend", "--run", run, "--items", "plain2", "--top", 3).out();
    assertThat(answer).contains("it\\u001b[31mRED");
    JsonNode json = Cli.run("recommend", "--run", run, "--items", "plain2", "--json").json();
    assertThat(json.get("items").findValuesAsText("item")).as("JSON has the id").contains(RED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyCommandThatAnswers(boolean counts) throws IOException {
    Path run = counts ? counted : learned;
    Path sessions = folder.resolve("sessions");
    Files.writeString(sessions, "a b,c1\u009b2J\nbell\u0007," + RED + "\n");
    String answer = right("recommend", "--run", run, "--items", "a b," + RED).out();
    assertThat(answer.lines()).as("a header and eight items").hasSize(9);
    assertThat(right("recommend", "--run", run, "--in", sessions).out().lines()).hasSize(2);
    right("recommend", "--run", run, "--items", "a b,\u001b]0;title\u0007", "--json");
    right("evaluate", "--run", run);
    right("evaluate", "--run", run, "--json");
    right("explain", "--run", run, "--items", RED + ",a b,\u001b[5munknown", "--k", 8);
    right("explain", "--run", run, "--items", RED + ",a b", "--json");
    right("results", run, "--pictures", folder.resolve("pictures"));
    right("results", run, "--reference", RED);
    try (var pictures = Files.walk(folder)) {
      assertThat(pictures.filter(Files::isRegularFile).map(Path::getParent))
          .as("no name leads elsewhere")
          .allMatch(parent -> parent.equals(folder) || parent.endsWith("pictures"));
    }
  }

  @Test
  void picturesAreWhatTheirReadersTake() throws Exception {
    Object[] explain = {"explain", "--run", learned, "--items", RED + ",a b,'q\"", "--k", 8};
    for (String format : List.of("svg", "dot")) {
      List<Object> args = new ArrayList<>(List.of(explain));
      args.addAll(List.of("--format", format));
      String text = right(args.toArray()).out();
      if (format.equals("svg")) {
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(text)));
      }
      Path file = folder.resolve("why." + format);
      right("explain", "--run", learned, "--items", RED + ",a b", "--out", file);
      assertThat(Files.readString(file).chars().filter(Character::isISOControl))
          .allMatch(c -> c == '\n');
    }
  }

  @Test
  void everyComplaint() throws IOException {
    Path settings = folder.resolve("settings\u001b[1m");
    Files.writeString(settings, "model = " + "no\\u001b[31m\\n" + "ne\n");
    Path broken = folder.resolve("broken\u0007.csv");
    Files.write(broken, (RED + ",\u001b[2J\n1,2\n").getBytes(StandardCharsets.UTF_8));
    List<List<Object>> wrong =
        List.of(
            List.of(RED),
            List.of("help", RED),
            List.of("train", "--" + RED),
            List.of("train", "--lr", RED),
            List.of("train", "--model", RED),
            List.of("train", "--data", folder.resolve(RED)),
            List.of("train", "--data", broken),
            List.of("train", "--settings", settings),
            List.of("train", "--settings", folder.resolve(RED)),
            List.of("train", "@" + folder.resolve(RED)),
            List.of("train", "--run", learned, "--data", data),
            List.of("train", "--run", learned, "--resume", "--epochs", 2, "--seed", 9),
            List.of("evaluate", "--run", folder.resolve(RED)),
            List.of("evaluate", "--run", learned, "--k", RED),
            List.of("recommend", "--run", learned, "--items", RED, "--top", RED),
            List.of("recommend", "--run", learned, "--in", folder.resolve(RED)),
            List.of("explain", "--run", learned, "--items", RED, "--format", RED),
            List.of("results", folder.resolve(RED)),
            List.of("per-user", "--data", data),
            List.of("prepare", "--format", RED, "--in", broken, "--out", folder.resolve("o")),
            List.of("prepare", "--format", "csv", "--in", broken, "--out", folder.resolve("o")),
            List.of("doctor", "--device", RED));
    for (List<Object> args : wrong) {
      Cli.Outcome outcome = shown(Cli.run(args.toArray()));
      assertThat(outcome.code()).as(args + outcome.out() + outcome.err()).isNotZero();
      List<Object> traced = new ArrayList<>(args);
      traced.add("--stacktrace");
      shown(Cli.run(traced.toArray()));
    }
  }

  /** A shell that only prints what it is asked to run. */
  private String pasted(String line) throws Exception {
    Path script = folder.resolve("pasted.sh");
    Files.writeString(script, "sbr() { printf '<%s>' \"$@\"; }\n" + line + "\n");
    Path said = folder.resolve("said");
    int code =
        new ProcessBuilder("bash", script.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start()
            .waitFor();
    assertThat(code).as(line).isZero();
    assertThat(folder.resolve("pwned")).doesNotExist();
    return Files.readString(said);
  }

  private static String goOn(Cli.Outcome outcome) {
    return outcome
        .out()
        .lines()
        .filter(line -> line.startsWith("go on: "))
        .map(line -> line.substring("go on: ".length()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theCommandToGoOnWithDoesNothingElse() throws Exception {
    Cli.assume(Files.exists(Path.of("/bin/bash")), "there is no bash");
    for (String name : List.of("x;touch pwned", "$(touch pwned)", "it's", NAME)) {
      Path run = folder.resolve(name);
      Cli.Outcome trained = shown(Cli.run("train", "--data", data, "--run", run, "--model", "pop"));
      assertThat(trained.code()).as(trained.err()).isZero();
      String items = "<" + RED + ",\"" + TWO_ROWS + "\">";
      assertThat(pasted(goOn(trained)))
          .isEqualTo("<recommend><--run><" + run + "><--items>" + items);
    }
    Path log = folder.resolve("log.csv");
    Files.writeString(log, "session,item,time\n1,a,1700000000\n1,b,1700000060\n");
    Path out = folder.resolve("`touch pwned`");
    Cli.Outcome prepared =
        Cli.run("prepare", "--format=csv", "--in", log, "--out", out, "--split", "none");
    assertThat(prepared.code()).as(prepared.err()).isZero();
    assertThat(pasted(goOn(prepared))).isEqualTo("<train><--data><" + out + ">");
  }
}
