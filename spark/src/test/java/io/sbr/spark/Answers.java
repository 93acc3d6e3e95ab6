package io.sbr.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * Sessions that are asked about, and answers to them: by session and place, the item and the bits
 * of its score.
 */
final class Answers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Answers() {}

  /** Writes sessions of the demo data, {@code s 0} and so on, into so many files. */
  static List<Path> ask(Dataset demo, Path folder, int sessions, int files) throws IOException {
    List<Path> written = new ArrayList<>();
    for (int f = 0; f < files; f++) {
      List<String> lines = new ArrayList<>();
      for (int s = sessions * f / files; s < sessions * (f + 1) / files; s++) {
        lines.add("{\"items\":%s,\"session\":\"s %d\"}".formatted(items(demo, s), s));
      }
      written.add(Files.write(folder.resolve("part-%02d.json".formatted(f)), lines));
    }
    return written;
  }

  /** Now and then an item that no run knows, or nothing that any does. */
  private static List<String> items(Dataset demo, int session) {
    Sessions test = demo.test();
    List<String> ids = new ArrayList<>();
    int of = session % test.count();
    for (int i = 0; i < test.length(of) - 1; i++) {
      ids.add("\"" + demo.items().id(test.item(of, i)) + "\"");
    }
    if (session % 50 == 0) {
      ids.add("\"never, seen\"");
    }
    return session % 70 == 0 ? List.of("\"unknown\"") : ids;
  }

  /**
   * What {@code recommend --json} answers to the sessions {@code s 0}, {@code s 1}, … of files.
   *
   * @param folder where the run is
   */
  static TreeMap<String, String> recommended(
      Path folder, List<Path> sessions, String run, String... options)
      throws IOException, InterruptedException {
    Path asked = Files.createTempFile(folder, "asked", ".json");
    List<String> lines = new ArrayList<>();
    for (Path file : sessions) {
      for (String line : Files.readAllLines(file)) {
        lines.add(JSON.readTree(line).get("items").toString());
      }
    }
    Files.write(asked, lines);
    List<String> args =
        new ArrayList<>(List.of("recommend", "--run", run, "--in", asked.toString(), "--json"));
    args.addAll(List.of(options));
    TreeMap<String, String> answers = new TreeMap<>();
    for (String line : Sbr.alone(folder, args.toArray(String[]::new)).lines().toList()) {
      JsonNode answer = JSON.readTree(line);
      int rank = 1;
      for (JsonNode item : answer.get("items")) {
        put(
            answers,
            "s " + (answer.get("line").asLong() - 1),
            rank++,
            item.get("item").asText(),
            item.get("score").doubleValue());
      }
    }
    return answers;
  }

  /** Adds an item of an answer, which must be new. */
  static void put(
      TreeMap<String, String> answers, String session, int rank, String item, double score) {
    String bits = Long.toHexString(Double.doubleToRawLongBits(score));
    assertThat(answers.put(session + " " + rank, item + " " + bits)).isNull();
  }

  /** What a folder of CSV holds. */
  static TreeMap<String, String> csv(Path out) throws IOException {
    TreeMap<String, String> answers = new TreeMap<>();
    for (Path file : parts(out)) {
      try (Reader text = Files.newBufferedReader(file)) {
        for (CSVRecord row :
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get().parse(text)) {
          put(
              answers,
              row.get("session"),
              Integer.parseInt(row.get("rank")),
              row.get("item"),
              Double.parseDouble(row.get("score")));
        }
      }
    }
    return answers;
  }

  /** The files of its parts, in order. */
  static List<Path> parts(Path out) throws IOException {
    try (Stream<Path> all = Files.list(out)) {
      return all.filter(file -> file.getFileName().toString().startsWith("part-"))
          .sorted()
          .toList();
    }
  }
}
