package io.sbr.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.client.SbrClient;
import io.sbr.client.Session;
import io.sbr.client.Wanted;
import io.sbr.models.catalogue.Catalogue;
import io.sbr.models.catalogue.ItemAttributes;
import io.sbr.server.Asked.Back;
import io.sbr.server.api.ShopRules;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Filters and lists, in bodies and in queries. */
@Timeout(60)
class FiltersTest {
  private static final String ONE = "/v1/recommend";

  /** Item i has size i mod 3, and is available if i is even. */
  static ShopRules rules() {
    Map<String, Map<String, String>> items = new HashMap<>();
    for (int i = 1; i < 24; i++) {
      String even = Boolean.toString(i % 2 == 0);
      items.put("item " + i, Map.of("size", Integer.toString(i % 3), "available", even));
    }
    return ShopRules.of(Catalogue.of(ItemAttributes.of(items)));
  }

  private static List<String> ids(JsonNode answer) {
    return answer.get("items").findValuesAsText("item");
  }

  private static List<String> left(List<String> all, IntPredicate test) {
    return all.stream()
        .filter(id -> !id.equals("item, 24") && test.test(Integer.parseInt(id.substring(5))))
        .toList();
  }

  @Test
  void answersAreWhatIsLeftOfTheWholeRanking() throws Exception {
    try (TestServer shop = TestServer.by(rules(), "srgnn")) {
      Asked visitor = shop.visitor;
      List<String> all = ids(visitor.post(ONE, "{\"items\":[\"item 3\"],\"k\":24}").json());
      String body = "{\"items\":[\"item 3\"],\"k\":24,%s}";
      String filter = "\"filter\":{\"size\":[0,\"1\"],\"available\":true}";
      List<String> few = left(all, i -> i % 3 < 2 && i % 2 == 0);
      assertThat(few).hasSize(7);
      assertThat(ids(visitor.post(ONE, body.formatted(filter)).json())).isEqualTo(few);
      String query = ONE + "?item_id=item%203&k=24";
      assertThat(
              ids(
                  visitor
                      .get(query + "&filter=size=0&filter=size%3D1&filter=available=true")
                      .json()))
          .isEqualTo(few);
      assertThat(
              ids(
                  visitor
                      .post(
                          "/v1/sessions/s/clicks",
                          body.formatted(filter + ",\"exclude\":[\"item 4\"]"))
                      .json()))
          .isEqualTo(few.stream().filter(id -> !id.equals("item 4")).toList());
      JsonNode batch =
          visitor
              .post(
                  ONE + "/batch",
                  "{\"sessions\":[[\"item 3\"],[\"item 5\"]],\"k\":24,\"allow\":[\"item 4\",\"item 7\",\"x\"]}")
              .json();
      assertThat(ids(batch.get("answers").get(0)))
          .isEqualTo(left(all, i -> i == 4 || i == 7))
          .hasSize(2);
      assertThat(ids(batch.get("answers").get(1))).hasSize(2);
      assertThat(ids(visitor.get(query + "&allow=item%204&allow=item%207&exclude=item%204").json()))
          .containsExactly("item 7");
    }
  }

  @Test
  void whatCannotBeFollowedIsRefused() throws Exception {
    try (TestServer shop = TestServer.by(rules(), "srgnn");
        TestServer bare = TestServer.of("srgnn")) {
      refused(shop, "\"filter\":{\"colour\":\"red\"}", "the items have no column \"colour\"");
      refused(bare, "\"filter\":{\"size\":1}", "no attributes of items are known");
      refused(shop, "\"filter\":[\"size\"]", "\"filter\" is no object of columns");
      refused(shop, "\"filter\":{\"size\":{}}", "the filter of \"size\" holds");
      refused(shop, "\"allow\":\"a\"", "\"allow\" is no array");
      Back back = shop.visitor.get(ONE + "?item_id=a&filter=size");
      assertThat(back.status()).isEqualTo(400);
      assertThat(back.detail()).isEqualTo("\"size\" is no filter: expected COLUMN=VALUE");
      assertThat(shop.visitor.get(ONE + "?item_id=a&item_id=b").detail())
          .isEqualTo("\"item_id\" is given twice");
    }
  }

  private static void refused(TestServer shop, String more, String why) {
    Back back = shop.visitor.post(ONE, "{\"items\":[\"item 3\"]," + more + "}");
    assertThat(back.status()).isEqualTo(400);
    assertThat(back.detail()).startsWith(why);
  }

  @Test
  void theClientAsksForThem() throws Exception {
    try (TestServer shop = TestServer.by(rules(), "srgnn")) {
      SbrClient client = new SbrClient(URI.create("http://127.0.0.1:" + shop.server.port()));
      Wanted wanted =
          Wanted.top(24)
              .where("size", "1")
              .where("available", "true", "false")
              .among(List.of("item 1", "item 4", "item 5", "item 7"))
              .without(List.of("item 4"));
      assertThat(client.recommend(Session.of("item 3"), wanted).items())
          .extracting(item -> item.id())
          .containsExactlyInAnyOrder("item 1", "item 7");
    }
  }
}
