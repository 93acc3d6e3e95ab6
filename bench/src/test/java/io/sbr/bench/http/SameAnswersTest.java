package io.sbr.bench.http;

import static io.sbr.bench.http.RawClient.get;
import static io.sbr.bench.http.RawClient.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.bench.http.RawClient.Reply;
import io.sbr.server.Server;
import io.sbr.server.ServerSettings;
import io.sbr.server.api.AccessLog;
import io.sbr.server.api.ShopRules;
import io.sbr.server.http.HttpPlace;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server's own handler behind both libraries. */
@Timeout(120)
class SameAnswersTest {
  /** The small runs that are kept for tests. */
  static final Path KEPT =
      Path.of("..", "models", "src", "test", "resources", "io", "sbr", "models", "kept");

  private static String ask(String target, String json) {
    return head(
            "POST " + target + " HTTP/1.1",
            "Host: x",
            "Content-Type: application/json",
            "Content-Length: " + json.length())
        + json;
  }

  private static final List<String> QUESTIONS =
      List.of(
          ask("/v1/recommend", "{\"items\":[\"item 3\"],\"k\":5}"),
          ask("/v1/recommend", "{\"items\":[\"item 3\",\"item 1\"],\"exclude_seen\":true}"),
          ask("/v1/recommend/batch", "{\"sessions\":[[\"item 3\"],[\"item 1\",\"item 2\"]]}"),
          get("/v1/recommend?item_id=item%203&k=2"),
          get("/v1/runs"),
          get("/openapi.json"),
          get("/healthz"),
          head("DELETE /v1/sessions/a%2Fb HTTP/1.1", "Host: x"),
          get("/nothing/here"),
          get("/v1/recommend?item_id=%ff"),
          head("DELETE /v1/recommend HTTP/1.1", "Host: x"),
          ask("/v1/recommend", "{\"items\":"),
          ask("/v1/recommend", "{\"items\":[\"" + "x".repeat(600) + "\"]}"),
          RawClient.post("/v1/recommend", "{\"items\":[\"item 3\"]}"));

  private static List<Reply> answers(Library library, Backend backend)
      throws IOException, InterruptedException {
    ServerSettings settings = ServerSettings.at(new HttpPlace("127.0.0.1", 0, Optional.empty()));
    List<Reply> answers = new ArrayList<>();
    try (Server server =
            Server.start(
                library,
                Map.of("shop", KEPT.resolve("srgnn")),
                backend,
                settings,
                ShopRules.none(),
                AccessLog.OFF,
                note -> {});
        RawClient client = new RawClient(server.port())) {
      awaitReady(client);
      for (String question : QUESTIONS) {
        Reply back = client.send(question).read();
        back.headers().remove("date");
        answers.add(back);
      }
    }
    return answers;
  }

  /** Until then what the server says of its runs changes. */
  private static void awaitReady(RawClient client) throws IOException, InterruptedException {
    while (client.send(get("/readyz")).read().status() != 200) {
      Thread.sleep(20); // for as long as the class may take
    }
  }

  @Test
  void statusesHeadersAndBodiesAreThoseOfTheServersOwnLibrary() throws Exception {
    try (Backend backend = Backends.choose("cpu", 1).backend()) {
      List<Reply> expected = answers(Library.JETTY, backend);
      assertThat(expected)
          .extracting(Reply::status)
          .containsExactly(200, 200, 200, 200, 200, 200, 200, 204, 404, 400, 405, 400, 400, 415);
      List<Reply> answers = answers(Library.UNDERTOW, backend);
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i)).as(QUESTIONS.get(i)).isEqualTo(expected.get(i));
      }
    }
  }
}
