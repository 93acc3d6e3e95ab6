package io.sbr.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.data.Dataset;
import io.sbr.data.store.Datasets;
import io.sbr.spark.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Answers made on Spark are those of {@code sbr recommend}, to the bit, however they come about.
 */
class ScoreTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SESSIONS = 1_500;
  private static final int FILES = 3;

  @TempDir static Path folder;

  private static Path sessions;
  private static List<Path> files;

  @BeforeAll
  static void askThree() throws IOException, InterruptedException {
    Dataset demo = Datasets.load(Datasets.DEMO);
    sessions = Files.createDirectory(folder.resolve("sessions"));
    files = Answers.ask(demo, sessions, SESSIONS, FILES);
    for (String model : List.of("srgnn", "v-sknn")) {
      List<String> train = new ArrayList<>(List.of("train", "--data", "demo", "--model", model));
      train.addAll(List.of("--run", folder.resolve(model).toString()));
      if (model.equals("srgnn")) {
        train.addAll(List.of("--epochs", "1"));
      }
      Sbr.alone(folder, train.toArray(String[]::new));
    }
  }

  private static Sbr.Said score(String model, String in, Path out, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of("score", "--run", folder.resolve(model).toString(), "--in", in, "--out"));
    args.add(out.toString());
    args.addAll(List.of("--piece", "1"));
    args.addAll(List.of(options));
    return Sbr.onSpark(args.toArray(String[]::new));
  }

  private static void made(Sbr.Said said) {
    assertThat(said.code()).as(said.err()).isZero();
  }

  @Test
  void answersAreThoseOfRecommendToTheBit() throws IOException, InterruptedException {
    for (String model : List.of("srgnn", "v-sknn")) {
      Path out = folder.resolve("answers-" + model);
      Sbr.Said said = score(model, sessions.toString(), out, "--form", "csv", "--top", "7");
      made(said);
      assertThat(said.out()).contains("3 parts", "1500 sessions", "22 with nothing");
      assertThat(Answers.csv(out))
          .isEqualTo(Answers.recommended(folder, files, model, "--top", "7"))
          .hasSizeGreaterThan(9_000);
      assertThat(out.resolve("_SUCCESS")).exists();
      assertThat(out.resolve("_unfinished")).doesNotExist();
    }
  }

  @Test
  void optionsAreThoseOfRecommend() throws IOException, InterruptedException {
    Path out = folder.resolve("options");
    made(
        score(
            "v-sknn",
            sessions.toString(),
            out,
            "--form=csv",
            "--exclude-seen",
            "--unknown=popular"));
    assertThat(Answers.csv(out))
        .isEqualTo(
            Answers.recommended(folder, files, "v-sknn", "--exclude-seen", "--unknown", "popular"))
        .containsKey("s 0 1");
  }

  @Test
  void everyFormOfSessionsAndOfAnswersHoldsTheSame() throws IOException {
    Path out = folder.resolve("from-json");
    made(score("v-sknn", sessions.toString(), out, "--form", "csv"));
    TreeMap<String, String> expected = Answers.csv(out);
    Path csv = folder.resolve("sessions.csv");
    Path parquet = folder.resolve("sessions.parquet");
    List<String> rows = new ArrayList<>(List.of("session,items"));
    for (Path file : files) {
      for (String line : Files.readAllLines(file)) {
        JsonNode session = JSON.readTree(line);
        List<String> ids = new ArrayList<>();
        session
            .get("items")
            .forEach(
                id ->
                    ids.add(
                        id.asText().contains(",") ? "\"\"" + id.asText() + "\"\"" : id.asText()));
        rows.add(session.get("session").asText() + ",\"" + String.join(",", ids) + "\"");
      }
    }
    Files.write(csv, rows);
    try (SparkSession spark = session()) {
      spark.read().json(sessions.toString()).write().parquet(parquet.toString());
    }
    made(score("v-sknn", csv.toString(), folder.resolve("from-csv"), "--form", "csv"));
    assertThat(Answers.csv(folder.resolve("from-csv"))).isEqualTo(expected);
    Path answers = folder.resolve("from-parquet");
    made(score("v-sknn", parquet.toString(), answers));
    TreeMap<String, String> read = new TreeMap<>();
    try (SparkSession spark = session()) {
      for (Row row : spark.read().parquet(answers.toString()).collectAsList()) {
        Answers.put(read, row.getString(0), row.getInt(1), row.getString(2), row.getDouble(3));
      }
    }
    assertThat(read).isEqualTo(expected);
  }

  private static SparkSession session() {
    return SparkSession.builder().config(Cluster.conf("test")).getOrCreate();
  }

  @Test
  void whatIsThereStaysAndWhatIsMissingIsMade() throws IOException {
    Path out = folder.resolve("stopped");
    made(score("v-sknn", sessions.toString(), out, "--form", "csv"));
    TreeMap<String, String> expected = Answers.csv(out);
    List<Path> parts = Answers.parts(out);
    assertThat(parts).hasSize(FILES);
    FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
    for (Path part : parts) {
      Files.setLastModifiedTime(part, longAgo);
    }
    Files.delete(parts.get(1));
    Files.delete(out.resolve("_SUCCESS"));
    Files.createDirectories(out.resolve("_unfinished"));
    Files.writeString(out.resolve("_unfinished").resolve("9-part-000001.csv"), "session,rank\ns");
    Sbr.Said said = score("v-sknn", sessions.toString(), out, "--form", "csv");
    made(said);
    assertThat(said.out()).contains("3 parts, 2 of which were there before");
    assertThat(Answers.csv(out)).isEqualTo(expected);
    assertThat(Files.getLastModifiedTime(parts.get(0))).isEqualTo(longAgo);
    assertThat(Files.getLastModifiedTime(parts.get(1))).isNotEqualTo(longAgo);
    assertThat(out.resolve("_SUCCESS")).exists();
    assertThat(out.resolve("_unfinished")).doesNotExist();

    Sbr.Said other = score("v-sknn", sessions.toString(), out, "--form", "csv", "--top", "3");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("stopped was begun with --top 20", "name another folder");
    Sbr.Said model = score("srgnn", sessions.toString(), out, "--form", "csv");
    assertThat(model.err()).contains("was begun with another run");
  }

  @Test
  void aRowThatIsNoSessionIsShown() throws IOException {
    Path in = Files.writeString(folder.resolve("bad.json"), "{\"session\":1,\"items\":3}\n");
    Sbr.Said said = score("v-sknn", in.toString(), folder.resolve("bad"));
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("a row is no session: ").contains("\"items\" is no array");
    Files.writeString(in, "{\"items\":[\"a\"]}\n");
    assertThat(score("v-sknn", in.toString(), folder.resolve("bad2")).err())
        .contains("no \"session\"");
    assertThat(folder.resolve("bad2").resolve("_SUCCESS")).doesNotExist();
    Sbr.Said absent = score("v-sknn", folder.resolve("nowhere").toString(), folder.resolve("bad3"));
    assertThat(absent.code()).isEqualTo(2);
    assertThat(absent.err()).contains("Path does not exist").contains("nowhere").hasLineCount(1);
  }
}
