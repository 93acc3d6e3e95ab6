package io.sbr.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.server.api.AccessLog;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server says of itself. */
@Timeout(60)
class LogAndMetricsTest {
  @Test
  void everyRequestIsALineThatNamesNobody() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    try (AccessLog log = new AccessLog(text -> lines.addAll(text.lines().toList()))) {
      try (TestServer shop = TestServer.with(TestServer.settings(), log, "srgnn")) {
        shop.visitor.get(
            "/v1/recommend?session_id=secret-session&item_id=secret-item&user_consent=true&user=secret-user");
        shop.visitor.post("/v1/recommend", "{\"items\":[\"secret-item\"]}");
        shop.visitor.delete("/v1/sessions/secret-session");
        shop.visitor.get("/secret-path?secret");
      }
    }
    assertThat(lines).hasSize(4).noneMatch(line -> line.contains("secret"));
    JsonNode first = Asked.MAPPER.readTree(lines.get(0));
    assertThat(first.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "time",
            "method",
            "route",
            "status",
            "ms",
            "bytes_in",
            "bytes_out",
            "run",
            "version",
            "sessions",
            "together");
    assertThat(first.get("route").asText()).isEqualTo("/v1/recommend");
    assertThat(Asked.MAPPER.readTree(lines.get(2)).get("route").asText())
        .isEqualTo("/v1/sessions/{session}");
    assertThat(Asked.MAPPER.readTree(lines.get(3)).get("status").asInt()).isEqualTo(404);
  }

  @Test
  void figuresCountWhatWasAsked() throws Exception {
    try (TestServer shop = TestServer.of("srgnn")) {
      while (shop.visitor.get("/readyz").status() != 200) {
        Thread.sleep(5);
      }
      for (int i = 0; i < 3; i++) {
        shop.visitor.post("/v1/recommend", "{\"items\":[\"item 3\"]}");
      }
      shop.visitor.get("/v1/recommend?session_id=s&item_id=a&user_consent=true");
      shop.visitor.post("/v1/recommend", "{");
      shop.visitor.post("/v1/recommend", "x".repeat((1 << 20) + 1));
      shop.visitor.send(
          shop.visitor.request("/v1/recommend").method("BREW", BodyPublishers.noBody()));
      String text = shop.admin().get("/metrics").response().body();
      assertThat(text.lines())
          .contains(
              "sbr_requests_total{method=\"POST\",route=\"/v1/recommend\",status=\"200\"} 3.0",
              "sbr_requests_total{method=\"POST\",route=\"/v1/recommend\",status=\"400\"} 1.0",
              "sbr_requests_total{method=\"other\",route=\"none\",status=\"405\"} 1.0",
              "sbr_requests_total{method=\"POST\",route=\"none\",status=\"413\"} 1.0",
              "sbr_request_seconds_count{route=\"/v1/recommend\"} 5",
              "sbr_pass_sessions_count{run=\"srgnn\"} 4",
              "sbr_queue_sessions{run=\"srgnn\"} 0.0",
              "sbr_sessions 1.0");
      assertThat(text)
          .contains("sbr_request_seconds_bucket{route=\"/v1/recommend\",le=\"0.007\"}")
          .contains("sbr_run_info{", "process_open_fds", "jvm_memory_used_bytes");
    }
  }
}
