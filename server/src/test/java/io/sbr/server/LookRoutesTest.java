package io.sbr.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sbr.models.ask.ExplanationJson;
import io.sbr.models.catalogue.Catalogue;
import io.sbr.models.catalogue.ItemAttributes;
import io.sbr.models.pipeline.SessionRecommender;
import io.sbr.server.Asked.Back;
import io.sbr.server.api.ShopRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the page asks, and the files that it is made of. */
@Timeout(120)
class LookRoutesTest {
  private static final List<String> SESSION = List.of("item 3", "item 8", "item 3");
  private static final String ASKED =
      "{\"items\":[\"item 3\",\"item 8\",\"item 3\",\"nobody's\"],\"k\":5,\"exclude_seen\":true}";

  @ParameterizedTest
  @MethodSource("io.sbr.server.AnswersTest#keptRuns")
  void explanationsAreThoseOfAProgram(String name) throws Exception {
    List<String> clicks = new ArrayList<>(SESSION);
    clicks.add("nobody's");
    try (TestServer shop = TestServer.of(name);
        SessionRecommender run =
            SessionRecommender.load(TestServer.KEPT.resolve(name), shop.backend)) {
      JsonNode expected =
          Asked.MAPPER.readTree(
              Asked.MAPPER.writeValueAsBytes(ExplanationJson.of(run.explain(clicks, 5, true))));
      Back back = shop.visitor.post("/v1/explain", ASKED);
      assertThat(back.status()).as(back.response().body()).isEqualTo(200);
      ObjectNode given = (ObjectNode) back.json();
      given.remove(List.of("run", "version"));
      assertThat(given).isEqualTo(expected);
    }
  }

  @Test
  void whatCannotBeExplainedIsSaid() throws Exception {
    try (TestServer shop = TestServer.of("srgnn")) {
      Back unknown = shop.visitor.post("/v1/explain", "{\"items\":[\"nobody's\"]}");
      assertThat(unknown.status()).isEqualTo(400);
      assertThat(unknown.detail()).isEqualTo("the run knows none of the clicked items");
      String many = "\"item 3\",".repeat(100) + "\"item 3\"";
      Back long101 = shop.visitor.post("/v1/explain", "{\"items\":[" + many + "]}");
      assertThat(long101.status()).isEqualTo(400);
      assertThat(long101.detail()).isEqualTo("101 clicks; at most 100 are explained");
    }
  }

  @Test
  void itemsAreFoundByIdAndTitle() throws Exception {
    ShopRules rules =
        ShopRules.of(
            Catalogue.of(
                ItemAttributes.of(
                    Map.of(
                        "item 3", Map.of("title", "Red boots"),
                        "item 8", Map.of("title", "Red laces")))));
    try (TestServer shop = TestServer.by(rules, "srgnn", "pop")) {
      assertThat(found(shop, "q=boo")).containsExactly("item 3");
      assertThat(found(shop, "q=red&run=pop")).containsExactlyInAnyOrder("item 3", "item 8");
      assertThat(found(shop, "q=red&k=1")).hasSize(1);
      assertThat(found(shop, "q=item%203")).containsExactly("item 3");
      assertThat(found(shop, "")).hasSize(20);
      assertThat(found(shop, "id=item%208&id=nobody%27s")).containsExactly("item 8");
      JsonNode item = shop.visitor.get("/v1/items?q=boots").json().get("items").get(0);
      assertThat(item.at("/attributes/title").asText()).isEqualTo("Red boots");
      assertThat(shop.visitor.get("/v1/items?q=x&id=y").status()).isEqualTo(400);
      assertThat(shop.visitor.get("/v1/items?k=zwei").status()).isEqualTo(400);
    }
  }

  private static List<String> found(TestServer shop, String query) {
    List<String> ids = new ArrayList<>();
    shop.visitor
        .get("/v1/items?" + query)
        .json()
        .get("items")
        .forEach(item -> ids.add(item.get("item").asText()));
    return ids;
  }

  @Test
  void figuresAreThoseOfTheFolder() throws Exception {
    try (TestServer shop = TestServer.of("srgnn")) {
      JsonNode figures = shop.visitor.get("/v1/runs/srgnn").json();
      assertThat(figures.at("/test/recall@20").asDouble()).isEqualTo(92.06349206349206);
      assertThat(figures.at("/settings/model/hidden").asInt()).isEqualTo(4);
      assertThat(figures.at("/data/trainSessions").asInt()).isEqualTo(90);
      assertThat(figures.at("/epochs/1/figures/mrr@20").asDouble()).isEqualTo(30.351589353690187);
      assertThat(figures.get("selected_epoch").asInt()).isEqualTo(2);
    }
  }

  @Test
  void everyFileThatTheFilesNameIsThere() throws Exception {
    try (TestServer shop = TestServer.of("pop")) {
      Back start = shop.visitor.get("/");
      assertThat(start.header("Content-Type")).startsWith("text/html");
      assertThat(start.header("Content-Security-Policy")).contains("default-src 'none'");
      assertThat(start.header("Content-Security-Policy")).doesNotContain("unsafe");
      assertThat(start.response().body())
          .doesNotContain("style=", "onclick=", "http://", "https://");
      List<String> open = new ArrayList<>(named("\"page/([a-z.]+)\"", start.response().body()));
      assertThat(open).contains("main.js", "page.css", "icon.svg");
      for (int i = 0; i < open.size(); i++) {
        Back file = shop.visitor.get("/page/" + open.get(i));
        assertThat(file.status()).as(open.get(i)).isEqualTo(200);
        assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
        named("from \"\\./([a-z.]+)\"", file.response().body()).stream()
            .filter(name -> !open.contains(name))
            .forEach(open::add);
      }
      assertThat(open).contains("explanation.js", "graph.js", "server.js");
      assertThat(shop.visitor.get("/page/..").status()).isNotEqualTo(200);
    }
  }

  private static List<String> named(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .distinct()
        .toList();
  }

  @Test
  void withoutThePageNoneOfItIsThere() throws Exception {
    try (TestServer shop = TestServer.withoutPage("pop")) {
      for (String path : List.of("/", "/page/main.js", "/v1/items", "/v1/runs/pop")) {
        assertThat(shop.visitor.get(path).status()).as(path).isEqualTo(404);
      }
      assertThat(shop.visitor.post("/v1/explain", ASKED).status()).isEqualTo(404);
      assertThat(shop.visitor.get("/v1/runs").status()).isEqualTo(200);
    }
  }
}
