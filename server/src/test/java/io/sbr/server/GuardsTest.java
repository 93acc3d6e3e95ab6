package io.sbr.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.server.Asked.Back;
import io.sbr.server.api.BearerToken;
import io.sbr.server.api.Cors;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask. */
@Timeout(60)
class GuardsTest {
  private static final String SECRET = "0123456789abcdef0123";
  private static final String QUESTION = "{\"items\":[\"item 3\"]}";

  private static final String RELOAD = "/admin/v1/runs/pop/reload";

  @TempDir Path temp;

  private static ServerSettings settings(Optional<BearerToken> token, Cors cors) {
    return TestServer.settings(TestServer.settings().serving(), token, cors, Optional.empty());
  }

  private Path token(String text) throws Exception {
    return Files.writeString(temp.resolve("token"), text);
  }

  @Test
  void withoutTheTokenOnlyHealthIsTold() throws Exception {
    BearerToken token = BearerToken.read(token(SECRET + "\n"));
    try (TestServer shop = TestServer.with(settings(Optional.of(token), Cors.OFF), "pop")) {
      for (String path : new String[] {"/v1/runs", "/openapi.json", "/nothing", "/v1/recommend"}) {
        Back back = shop.visitor.get(path);
        assertThat(back.status()).isEqualTo(401);
        assertThat(back.header("WWW-Authenticate")).isEqualTo("Bearer");
      }
      assertThat(shop.admin().get("/metrics").status()).isEqualTo(401);
      assertThat(shop.admin().post("/admin/v1/runs/pop/reload", "").status()).isEqualTo(401);
      assertThat(shop.visitor.get("/healthz").status()).isEqualTo(200);
      assertThat(shop.visitor.get("/readyz").status()).isIn(200, 503);
      for (String wrong : new String[] {"Bearer " + SECRET + "x", "Basic " + SECRET, "Bearer"}) {
        assertThat(asked(shop, wrong)).isEqualTo(401);
      }
      assertThat(asked(shop, "Bearer " + SECRET)).isEqualTo(200);
      assertThat(asked(shop, "bearer " + SECRET)).isEqualTo(200);
    }
  }

  private static int asked(TestServer shop, String authorization) {
    HttpRequest.Builder request = shop.visitor.posting("/v1/recommend", QUESTION);
    return shop.visitor.send(request.header("Authorization", authorization)).status();
  }

  @Test
  void aTokenThatCanBeGuessedIsRefused() throws Exception {
    assertThatThrownBy(() -> BearerToken.read(token("short")))
        .hasMessageContaining("must hold a token of 16 or more");
    assertThatThrownBy(() -> BearerToken.read(token("two words are no token")))
        .hasMessageContaining("must hold a token of 16 or more");
    assertThatThrownBy(() -> BearerToken.read(temp.resolve("absent")))
        .hasMessageContaining("absent: the token cannot be read");
  }

  private static HttpRequest.Builder from(HttpRequest.Builder request, String origin) {
    return request.header("Origin", origin);
  }

  @Test
  void pagesOfOtherOriginsMayAskOnlyWhereAllowed() throws Exception {
    Cors cors = new Cors(Set.of("https://shop.example"));
    try (TestServer shop = TestServer.with(settings(Optional.empty(), cors), "pop")) {
      Back back =
          shop.visitor.send(
              from(shop.visitor.posting("/v1/recommend", QUESTION), "https://shop.example"));
      assertThat(back.header("Access-Control-Allow-Origin")).isEqualTo("https://shop.example");
      assertThat(back.header("Vary")).isEqualTo("Origin");
      Back preflight = preflight(shop, "https://shop.example");
      assertThat(preflight.status()).isEqualTo(204);
      assertThat(preflight.header("Access-Control-Allow-Headers")).contains("Content-Type");
      Back other = preflight(shop, "https://elsewhere.example");
      assertThat(other.status()).isEqualTo(405);
      assertThat(other.header("Access-Control-Allow-Origin")).isEmpty();
    }
    try (TestServer shop = TestServer.with(settings(Optional.empty(), Cors.OFF), "pop")) {
      assertThat(preflight(shop, "https://shop.example").status()).isEqualTo(405);
    }
  }

  /** A page in the browser of whoever runs the server reaches the admin port: it must not ask. */
  @Test
  void noPageMayAskTheAdminPort() throws Exception {
    Cors cors = new Cors(Set.of("*"));
    try (TestServer shop = TestServer.with(settings(Optional.empty(), cors), "pop")) {
      Back page =
          shop.admin().send(from(shop.admin().posting(RELOAD, ""), "https://elsewhere.example"));
      assertThat(page.status()).isEqualTo(403);
      assertThat(page.header("Access-Control-Allow-Origin")).isEmpty();
      Back form =
          shop.admin()
              .send(
                  shop.admin()
                      .request(RELOAD)
                      .header("Content-Type", "text/plain")
                      .POST(HttpRequest.BodyPublishers.ofString("{\"folder\":\"x\"}")));
      assertThat(form.status()).isEqualTo(415);
      assertThat(shop.admin().post(RELOAD, "").status()).isEqualTo(200);
    }
  }

  private static Back preflight(TestServer shop, String origin) {
    return shop.visitor.send(
        from(shop.visitor.request("/v1/recommend"), origin)
            .header("Access-Control-Request-Method", "POST")
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
  }
}
