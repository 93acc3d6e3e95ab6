package io.sbr.models.neighbour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.data.Sessions;
import io.sbr.tensor.io.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the authors' programs made of 300 small sessions and 18 questions. */
public final class KnnGolden {
  public static final int ITEMS = 60;

  /** Two item numbers that no session has. */
  public static final int UNKNOWN = 2;

  private static final Path FOLDER = Path.of("src/test/resources/golden/knn");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SafeTensors tensors;
  private final JsonNode settings;

  public KnnGolden(String method) throws IOException {
    tensors = SafeTensors.read(FOLDER.resolve("knn_" + method + ".f64.safetensors"));
    settings = JSON.readTree(FOLDER.resolve("knn_" + method + ".json").toFile()).get("settings");
  }

  public List<String> settings() {
    List<String> names = new ArrayList<>();
    settings.fieldNames().forEachRemaining(names::add);
    return names;
  }

  public JsonNode arguments(String setting) {
    return settings.get(setting).get("arguments");
  }

  public double[] scores(String setting) {
    return tensors.doubles(setting + ".scores");
  }

  public long[] longs(String name) {
    return tensors.longs(name);
  }

  public boolean has(String name) {
    return tensors.names().contains(name);
  }

  public double[] doubles(String name) {
    return tensors.doubles(name);
  }

  /** The click file: 300 sessions with times in milliseconds. */
  public static Sessions clicks() throws IOException {
    List<String> lines = Files.readAllLines(FOLDER.resolve("knn_clicks.tsv"));
    int[] items = new int[lines.size() - 1];
    long[] times = new long[items.length];
    List<Integer> offsets = new ArrayList<>();
    String session = null;
    for (int c = 0; c < items.length; c++) {
      String[] cells = lines.get(c + 1).split("\t");
      if (!cells[0].equals(session)) {
        offsets.add(c);
        session = cells[0];
      }
      items[c] = Integer.parseInt(cells[1]);
      times[c] = Long.parseLong(cells[2]) * 1000;
    }
    offsets.add(items.length);
    return new Sessions(
        items, offsets.stream().mapToInt(Integer::intValue).toArray(), times, null, null);
  }

  public static long queryTime() throws IOException {
    return queryFile().get("query_time").asLong();
  }

  public static List<int[]> queries() throws IOException {
    List<int[]> queries = new ArrayList<>();
    for (JsonNode query : queryFile().get("queries")) {
      int[] clicks = new int[query.get("clicks").size()];
      for (int i = 0; i < clicks.length; i++) {
        clicks[i] = query.get("clicks").get(i).asInt();
      }
      queries.add(clicks);
    }
    return queries;
  }

  private static JsonNode queryFile() throws IOException {
    return JSON.readTree(FOLDER.resolve("knn_queries.json").toFile());
  }
}
