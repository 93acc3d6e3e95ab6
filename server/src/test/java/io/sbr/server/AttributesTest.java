package io.sbr.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.client.Answer;
import io.sbr.client.SbrClient;
import io.sbr.client.Session;
import io.sbr.client.Wanted;
import io.sbr.models.catalogue.Catalogue;
import io.sbr.models.catalogue.ItemAttributes;
import io.sbr.server.api.ShopRules;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is known of items stands in every answer, whoever asks and whatever version answers. */
@Timeout(60)
class AttributesTest {
  private static final String ASKED = "{\"items\":[\"item 3\"],\"k\":24}";

  /** All of the kept runs' 24 items but one, and one that they do not know. */
  private static ShopRules rules() {
    Map<String, Map<String, String>> items = new HashMap<>();
    for (int i = 1; i < 24; i++) {
      items.put("item " + i, Map.of("title", "No. " + i));
    }
    items.put("nobody's", Map.of("title", "x"));
    return ShopRules.of(Catalogue.of(ItemAttributes.of(items)));
  }

  private static void joined(JsonNode answer) {
    assertThat(answer.get("items")).hasSize(24);
    assertThat(StreamSupport.stream(answer.get("items").spliterator(), false))
        .allSatisfy(
            item -> {
              String id = item.get("item").asText();
              assertThat(item.path("attributes").path("title").asText())
                  .isEqualTo(id.equals("item, 24") ? "" : id.replace("item", "No."));
              assertThat(item.has("attributes")).isEqualTo(!id.equals("item, 24"));
            });
  }

  @Test
  void everyAnswerCarriesThem() throws Exception {
    try (TestServer shop = TestServer.by(rules(), "srgnn", "pop")) {
      assertThat(shop.notes)
          .contains(
              "run pop: item attributes: 1 of 24 items are unknown to the run, and 1 of its 24 have"
                  + " none");
      joined(shop.visitor.post("/v1/recommend", ASKED).json());
      joined(shop.visitor.get("/v1/recommend?item_id=item%203&k=24").json());
      joined(shop.visitor.post("/v1/sessions/s/clicks", ASKED).json());
      JsonNode batch =
          shop.visitor.post("/v1/recommend/batch", "{\"sessions\":[[\"item 3\"]],\"k\":24}").json();
      joined(batch.get("answers").get(0));
      String popular = "{\"items\":[],\"k\":24,\"unknown\":\"popular\",\"run\":\"pop\"}";
      joined(shop.visitor.post("/v1/recommend", popular).json());
      assertThat(shop.admin().post("/admin/v1/runs/srgnn/reload", "").status()).isEqualTo(200);
      joined(shop.visitor.post("/v1/recommend", ASKED).json());
    }
  }

  @Test
  void theClientReadsThem() throws Exception {
    try (TestServer shop = TestServer.by(rules(), "srgnn")) {
      SbrClient client = new SbrClient(URI.create("http://127.0.0.1:" + shop.server.port()));
      Answer answer = client.recommend(Session.of("item 3"), Wanted.top(5));
      assertThat(answer.items())
          .allSatisfy(
              item ->
                  assertThat(item.attributes())
                      .isEqualTo(
                          item.id().equals("item, 24")
                              ? Map.of()
                              : Map.of("title", item.id().replace("item", "No."))));
    }
  }
}
