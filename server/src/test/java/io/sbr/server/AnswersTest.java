package io.sbr.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sbr.models.ask.AnswerJson;
import io.sbr.models.ask.ClicksJson;
import io.sbr.models.pipeline.RankingOptions;
import io.sbr.models.pipeline.RankingOptions.Unknown;
import io.sbr.models.pipeline.SessionRecommender;
import io.sbr.server.Asked.Back;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server says what a program in the same JVM would be told. */
@Timeout(120)
class AnswersTest {
  private static final RankingOptions OPTIONS = new RankingOptions(7, false, Unknown.POPULAR);

  static Stream<String> keptRuns() throws IOException {
    try (Stream<Path> folders = Files.list(TestServer.KEPT)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("run.json")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList()
          .stream();
    }
  }

  private static List<ObjectNode> sessions() {
    List<ObjectNode> sessions = new ArrayList<>();
    for (int s = 0; s < 30; s++) {
      ObjectNode session = Asked.MAPPER.createObjectNode();
      ArrayNode items = session.putArray("items");
      ArrayNode times = Asked.MAPPER.createArrayNode();
      for (int c = 0; c <= s % 5; c++) {
        items.add(c == 2 ? "nobody's" : "item " + (1 + (s * 5 + c * 7) % 23));
        times.add(1_500_000_000L + 40L * c);
      }
      if (s % 3 == 0) {
        session.set("times", times);
        session.put("user", "user " + s);
      }
      sessions.add(session);
    }
    sessions.add(Asked.MAPPER.createObjectNode().set("items", Asked.MAPPER.createArrayNode()));
    return sessions;
  }

  @ParameterizedTest
  @MethodSource("keptRuns")
  void answersAreEqualToTheBitAloneTogetherAndInABatch(String name) throws Exception {
    List<JsonNode> expected;
    try (SessionRecommender run =
        SessionRecommender.load(TestServer.KEPT.resolve(name), "cpu", 2)) {
      expected =
          sessions().stream()
              .map(session -> run.recommend(ClicksJson.of(session), OPTIONS))
              .map(answer -> read(Asked.MAPPER.valueToTree(AnswerJson.of(answer))))
              .toList();
    }
    try (TestServer shop = TestServer.of(name)) {
      ObjectNode batch = Asked.MAPPER.createObjectNode();
      ArrayNode all = batch.putArray("sessions");
      batch.put("k", 7).put("unknown", "popular");
      List<CompletableFuture<Back>> crowd = new ArrayList<>();
      for (int s = 0; s < sessions().size(); s++) {
        ObjectNode session = sessions().get(s);
        all.add(session.deepCopy());
        session.put("k", 7).put("unknown", "popular");
        Back alone = shop.visitor.post("/v1/recommend", session.toString());
        assertThat(answer(alone.json())).as("alone, %d", s).isEqualTo(expected.get(s));
        crowd.add(
            CompletableFuture.supplyAsync(
                () -> shop.visitor.post("/v1/recommend", session.toString())));
      }
      for (int s = 0; s < crowd.size(); s++) {
        assertThat(answer(crowd.get(s).get().json())).isEqualTo(expected.get(s));
      }
      Back together = shop.visitor.post("/v1/recommend/batch", batch.toString());
      assertThat(together.json().get("answers")).containsExactlyElementsOf(expected);
    }
  }

  /** Numbers as a client reads them. */
  private static JsonNode read(JsonNode node) {
    return ClicksJson.read(node.toString());
  }

  private static JsonNode answer(JsonNode json) {
    ObjectNode answer = json.deepCopy();
    assertThat(answer.remove("version").asText()).matches("[0-9a-f]{12}");
    assertThat(answer.remove("run")).isNotNull();
    assertThat(answer.remove("model")).isNotNull();
    return answer;
  }

  @Test
  void aRunIsAskedByItsName() throws Exception {
    try (TestServer shop = TestServer.of("srgnn", "vmis-knn")) {
      String plain = "{\"items\":[\"item 3\"]}";
      String named = "{\"items\":[\"item 3\"],\"run\":\"vmis-knn\",\"exclude_seen\":true}";
      assertThat(shop.visitor.post("/v1/recommend", plain).json().get("run").asText())
          .isEqualTo("srgnn");
      Back other = shop.visitor.post("/v1/recommend", named);
      assertThat(other.json().get("run").asText()).isEqualTo("vmis-knn");
      assertThat(other.json().get("items").findValuesAsText("item")).doesNotContain("item 3");
      Back absent = shop.visitor.post("/v1/recommend", named.replace("vmis", "mis"));
      assertThat(absent.status()).isEqualTo(404);
      assertThat(absent.detail())
          .isEqualTo("there is no run \"mis-knn\"; there are srgnn, vmis-knn");
      JsonNode list = shop.visitor.get("/v1/runs").json().get("runs");
      assertThat(list.findValuesAsText("run")).containsExactly("srgnn", "vmis-knn");
      assertThat(list.get(0).get("items").asInt()).isEqualTo(24);
    }
  }
}
