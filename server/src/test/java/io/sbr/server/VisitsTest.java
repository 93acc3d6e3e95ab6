package io.sbr.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.server.Asked.Back;
import io.sbr.server.serving.ServingSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions that the server remembers, and those that it must not. */
@Timeout(60)
class VisitsTest {
  private static TestServer shop;

  @BeforeAll
  static void start() throws IOException {
    shop = TestServer.of("srgnn");
  }

  @AfterAll
  static void end() {
    shop.close();
  }

  private static JsonNode click(String session, String item, boolean consent) {
    String query = "?session_id=%s&item_id=%s&user_consent=%s".formatted(session, item, consent);
    Back back = shop.visitor.get("/v1/recommend" + query);
    assertThat(back.status()).as(back.response().body()).isEqualTo(200);
    return back.json();
  }

  private static JsonNode stateless(String items) {
    return shop.visitor.post("/v1/recommend", "{\"items\":[" + items + "]}").json();
  }

  @Test
  void clicksOneByOneAreAnsweredAsTheSessionThatTheyMake() {
    assertThat(click("s1", "item%203", true)).isEqualTo(stateless("\"item 3\""));
    assertThat(click("s1", "item+7", true)).isEqualTo(stateless("\"item 3\",\"item 7\""));
    Back more =
        shop.visitor.post(
            "/v1/sessions/s1/clicks", "{\"items\":[\"item 5\",\"x\"],\"user_consent\":true}");
    assertThat(more.json()).isEqualTo(stateless("\"item 3\",\"item 7\",\"item 5\",\"x\""));
    JsonNode other = click("s2", "item%204", true);
    assertThat(other).isEqualTo(stateless("\"item 4\""));
  }

  @Test
  void clicksMayBeAddedWithoutAskingAndAskedForWithoutAdding() {
    String body = "{\"items\":[\"item 8\"],\"user_consent\":true,\"recommend\":false}";
    assertThat(shop.visitor.post("/v1/sessions/s%2F3/clicks", body).status()).isEqualTo(204);
    Back asked = shop.visitor.get("/v1/recommend?session_id=s/3&user_consent=true");
    assertThat(asked.json()).isEqualTo(stateless("\"item 8\""));
  }

  @Test
  void withoutConsentNothingIsKept() {
    assertThat(click("s4", "item%203", false).get("known_clicks").asInt()).isEqualTo(1);
    assertThat(click("s4", "item%207", false)).isEqualTo(stateless("\"item 7\""));
    String body = "{\"items\":[\"item 5\"]}";
    assertThat(shop.visitor.post("/v1/sessions/s4/clicks", body).json())
        .isEqualTo(stateless("\"item 5\""));
    assertThat(click("s4", "item%207", true)).isEqualTo(stateless("\"item 7\""));
  }

  @Test
  void withdrawnConsentAndADeletionForget() {
    for (Runnable forgetting :
        List.<Runnable>of(
            () -> click("s5", "item%209", false),
            () -> assertThat(shop.visitor.delete("/v1/sessions/s5").status()).isEqualTo(204))) {
      click("s5", "item%203", true);
      forgetting.run();
      assertThat(click("s5", "item%207", true)).isEqualTo(stateless("\"item 7\""));
    }
    assertThat(shop.visitor.delete("/v1/sessions/never-seen").status()).isEqualTo(204);
  }

  /** 503 asks to come again: a click that was kept the first time would then count twice. */
  @Test
  void whatIsTurnedAwayIsNotKept() throws Exception {
    ServingSettings full = new ServingSettings(0, Duration.ofSeconds(20), Duration.ZERO);
    try (TestServer busy = TestServer.with(TestServer.settings(full, Optional.empty()), "pop")) {
      String query = "/v1/recommend?session_id=s&item_id=a&user_consent=true";
      assertThat(busy.visitor.get(query).status()).isEqualTo(503);
      assertThat(remembered(busy)).isZero();
      String body = "{\"items\":[\"a\"],\"user_consent\":true,\"recommend\":false}";
      assertThat(busy.visitor.post("/v1/sessions/s/clicks", body).status()).isEqualTo(204);
      assertThat(remembered(busy)).isEqualTo(1);
    }
  }

  private static double remembered(TestServer shop) {
    return shop.admin()
        .get("/metrics")
        .response()
        .body()
        .lines()
        .filter(line -> line.startsWith("sbr_sessions "))
        .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
        .sum();
  }

  /** Neither a browser nor a cache between may keep what a visitor was told. */
  @Test
  void answersAreNotToBeStored() {
    for (String path : List.of("/v1/recommend?item_id=a", "/nothing")) {
      assertThat(shop.visitor.get(path).header("Cache-Control")).isEqualTo("no-store");
    }
  }
}
