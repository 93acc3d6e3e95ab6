package io.sbr.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.models.catalogue.Catalogue;
import io.sbr.models.catalogue.ItemAttributes;
import io.sbr.models.catalogue.WithdrawnFile;
import io.sbr.models.pipeline.RankingOptions.Unknown;
import io.sbr.server.Asked.Back;
import io.sbr.server.api.ShopRules;
import io.sbr.server.serving.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Items that are withdrawn, sessions that are split, and what is said where nothing is known. */
@Timeout(120)
class ShopRulesTest {
  private static final String ONE = "/v1/recommend";
  private static final String WITHDRAWN = "/admin/v1/withdrawn";
  private static final String ALL = "{\"items\":[\"item 3\"],\"k\":24}";

  @TempDir Path folder;

  private static List<String> ids(JsonNode answer) {
    return answer.get("items").findValuesAsText("item");
  }

  @Test
  void whatIsWithdrawnIsInNoAnswerOfAnyRunOrVersion() throws Exception {
    try (TestServer shop = TestServer.of("srgnn", "pop", "vmis-knn", "srgnn+v-sknn")) {
      String best = ids(shop.visitor.post(ONE, ALL).json()).get(0);
      Back back =
          shop.admin().post(WITHDRAWN, "{\"withdraw\":[\"%s\",\"item 5\",\"x\"]}".formatted(best));
      assertThat(back.json().get("withdrawn")).hasSize(3);
      assertThat(back.json().get("unknown")).hasSize(1);
      assertThat(back.json().at("/unknown/0").asText()).isEqualTo("x");
      withoutThem(shop, best);
      for (String run : List.of("srgnn", "pop", "vmis-knn", "srgnn-v-sknn")) {
        assertThat(shop.admin().post("/admin/v1/runs/" + run + "/reload", "").status())
            .isEqualTo(200);
      }
      withoutThem(shop, best);
      assertThat(shop.admin().get(WITHDRAWN).json().get("withdrawn")).hasSize(3);
      shop.admin().post(WITHDRAWN, "{\"restore\":[\"%s\",\"item 5\",\"x\"]}".formatted(best));
      assertThat(shop.admin().get(WITHDRAWN).json().get("withdrawn")).isEmpty();
      assertThat(ids(shop.visitor.post(ONE, ALL).json())).hasSize(24).startsWith(best);
    }
  }

  private static void withoutThem(TestServer shop, String best) {
    for (String run : List.of("srgnn", "pop", "vmis-knn", "srgnn-v-sknn")) {
      String named = ALL.replace("}", ",\"run\":\"%s\"}".formatted(run));
      assertThat(ids(shop.visitor.post(ONE, named).json()))
          .as(run)
          .isNotEmpty()
          .doesNotContain(best, "item 5");
      String popular = "{\"items\":[],\"k\":24,\"unknown\":\"popular\",\"run\":\"%s\"}";
      assertThat(ids(shop.visitor.post(ONE, popular.formatted(run)).json()))
          .hasSize(22)
          .doesNotContain(best, "item 5");
    }
    assertThat(ids(shop.visitor.get(ONE + "?item_id=item%203&k=24").json())).doesNotContain(best);
  }

  /** Whoever has been told that an item is withdrawn sees it in no later answer, load or not. */
  @Test
  void aWithdrawalHoldsForWhatIsAskedAfterIt() throws Exception {
    try (TestServer shop = TestServer.of("srgnn")) {
      AtomicBoolean over = new AtomicBoolean();
      List<CompletableFuture<Void>> crowd =
          List.of(
              CompletableFuture.runAsync(() -> askUntil(shop, over)),
              CompletableFuture.runAsync(() -> askUntil(shop, over)),
              CompletableFuture.runAsync(
                  () -> {
                    while (!over.get()) {
                      shop.admin().post("/admin/v1/runs/srgnn/reload", "");
                    }
                  }));
      for (int i = 0; i < 60; i++) {
        String item = "item " + (1 + i % 23);
        shop.admin().post(WITHDRAWN, "{\"withdraw\":[\"%s\"]}".formatted(item));
        assertThat(ids(shop.visitor.post(ONE, ALL).json())).hasSize(23).doesNotContain(item);
        shop.admin().post(WITHDRAWN, "{\"restore\":[\"%s\"]}".formatted(item));
        assertThat(ids(shop.visitor.post(ONE, ALL).json())).hasSize(24);
      }
      over.set(true);
      for (CompletableFuture<Void> one : crowd) {
        one.get();
      }
    }
  }

  private static void askUntil(TestServer shop, AtomicBoolean over) {
    while (!over.get()) {
      assertThat(shop.visitor.post(ONE, ALL).status()).isEqualTo(200);
    }
  }

  @Test
  void aFileKeepsWhatIsWithdrawnFromOneStartToTheNext() throws Exception {
    WithdrawnFile kept = new WithdrawnFile(folder.resolve("withdrawn.json"));
    try (TestServer shop = TestServer.by(keeping(kept), "srgnn")) {
      shop.admin().post(WITHDRAWN, "{\"withdraw\":[\"item 5\",\"item 7\",\"x\"]}");
      shop.admin().post(WITHDRAWN, "{\"restore\":[\"item 7\"]}");
    }
    try (TestServer shop = TestServer.by(keeping(kept), "srgnn")) {
      assertThat(shop.admin().get(WITHDRAWN).json().get("withdrawn"))
          .extracting(JsonNode::asText)
          .containsExactly("item 5", "x");
      assertThat(ids(shop.visitor.post(ONE, ALL).json())).hasSize(23).doesNotContain("item 5");
    }
  }

  private static ShopRules keeping(WithdrawnFile kept) {
    return ShopRules.of(Catalogue.of(ItemAttributes.NONE, kept));
  }

  @Test
  void whatCannotBeKeptIsNotWithdrawn() throws Exception {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    WithdrawnFile kept = new WithdrawnFile(gone.resolve("withdrawn.json"));
    try (TestServer shop = TestServer.by(keeping(kept), "srgnn")) {
      Files.delete(gone);
      Back back = shop.admin().post(WITHDRAWN, "{\"withdraw\":[\"item 5\"]}");
      assertThat(back.status()).isEqualTo(500);
      assertThat(back.detail())
          .startsWith("nothing is changed: " + gone.resolve("withdrawn.json"))
          .contains("cannot be written");
      assertThat(ids(shop.visitor.post(ONE, ALL).json())).contains("item 5");
      Files.createDirectory(gone);
      assertThat(shop.admin().post(WITHDRAWN, "{\"withdraw\":[\"item 5\"]}").status())
          .isEqualTo(200);
      assertThat(ids(shop.visitor.post(ONE, ALL).json())).doesNotContain("item 5");
    }
  }

  @Test
  void whatIsNoWithdrawalIsRefused() throws Exception {
    try (TestServer shop = TestServer.of("pop")) {
      for (String body : List.of("[]", "{}", "{\"withdraw\":\"a\"}", "{\"items\":[\"a\"]}")) {
        assertThat(shop.admin().post(WITHDRAWN, body).status()).as(body).isEqualTo(400);
      }
      assertThat(shop.admin().post(WITHDRAWN, "{\"items\":[\"a\"]}").detail())
          .isEqualTo("\"items\" is none of restore, withdraw");
      assertThat(shop.visitor.post(WITHDRAWN, "{\"withdraw\":[\"a\"]}").status()).isEqualTo(404);
      assertThat(shop.admin().get(WITHDRAWN).json().get("withdrawn")).isEmpty();
    }
  }

  @Test
  void sessionsAreSplitAndTheAnswerSaysByWhom() throws Exception {
    Split half = new Split(Map.of("srgnn", 1.0, "pop", 1.0));
    ShopRules rules = new ShopRules(Catalogue.empty(), Unknown.EMPTY, Optional.of(half));
    try (TestServer shop = TestServer.by(rules, "vmis-knn", "srgnn", "pop")) {
      Set<String> asked = new TreeSet<>();
      for (int s = 0; s < 20; s++) {
        String session = "session " + s;
        String run = half.of(session);
        asked.add(run);
        String encoded = session.replace(" ", "%20");
        Asked visitor = shop.visitor;
        String query = ONE + "?item_id=item%203&session_id=" + encoded;
        String body = ALL.replace("}", ",\"session\":\"%s\"}".formatted(session));
        String user = ALL.replace("}", ",\"user\":\"%s\"}".formatted(session));
        assertThat(visitor.get(query).json().get("run").asText()).isEqualTo(run);
        assertThat(visitor.post(ONE, body).json().get("run").asText()).isEqualTo(run);
        assertThat(visitor.post(ONE, user).json().get("run").asText()).isEqualTo(run);
        assertThat(
                visitor.post("/v1/sessions/" + encoded + "/clicks", ALL).json().get("run").asText())
            .isEqualTo(run);
        assertThat(visitor.get(query + "&run=vmis-knn").json().get("run").asText())
            .isEqualTo("vmis-knn");
      }
      assertThat(asked).containsExactly("pop", "srgnn");
      assertThat(shop.visitor.post(ONE, ALL).json().get("run").asText()).isEqualTo("vmis-knn");
    }
    assertThatThrownBy(() -> TestServer.by(rules, "srgnn"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the split names \"pop\", and no such run is served");
  }

  @Test
  void popularItemsAreTheAnswerWhereNothingIsKnownAndItSaysSo() throws Exception {
    ShopRules rules = new ShopRules(Catalogue.empty(), Unknown.POPULAR, Optional.empty());
    try (TestServer shop = TestServer.by(rules, "srgnn")) {
      Asked visitor = shop.visitor;
      JsonNode answer = visitor.post(ONE, "{\"items\":[\"nobody's\"],\"k\":3}").json();
      assertThat(answer.get("answered_by").asText()).isEqualTo("popularity");
      assertThat(answer.get("items")).hasSize(3);
      assertThat(visitor.get(ONE + "?item_id=x").json().get("answered_by").asText())
          .isEqualTo("popularity");
      assertThat(visitor.get(ONE + "?item_id=x&unknown=empty").json().get("items")).isEmpty();
      JsonNode batch = visitor.post(ONE + "/batch", "{\"sessions\":[[\"x\"],[\"item 3\"]]}").json();
      assertThat(batch.findValuesAsText("answered_by")).containsExactly("popularity", "model");
      assertThat(
              visitor
                  .post("/v1/sessions/s/clicks", "{\"items\":[\"x\"]}")
                  .json()
                  .get("answered_by"))
          .hasToString("\"popularity\"");
    }
  }
}
