package io.sbr.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.server.http.HttpAnswer;
import io.sbr.server.http.HttpHandler;
import io.sbr.server.http.HttpLimits;
import io.sbr.server.http.HttpPlace;
import io.sbr.server.http.HttpRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JettyListenerTest {
  private final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
  private final CompletableFuture<HttpRequest> asked = new CompletableFuture<>();

  private final HttpHandler handler =
      new HttpHandler() {
        @Override
        public CompletionStage<HttpAnswer> handle(HttpRequest request, Executor rest) {
          asked.complete(request);
          return answer;
        }

        @Override
        public HttpAnswer refused(HttpRequest request, HttpAnswer given) {
          return given;
        }
      };

  /** A body is in memory until its answer is sent, and is counted as long. */
  @Test
  void aBodyTakesItsRoomUntilItIsAnswered() throws Exception {
    HttpPlace place = new HttpPlace("127.0.0.1", 0, Optional.empty());
    try (JettyListener listener = JettyListener.open("test", place, HttpLimits.DEFAULT, handler)) {
      URI uri = URI.create(place.url(listener.port()) + "/");
      CompletableFuture<?> back =
          HttpClient.newHttpClient()
              .sendAsync(
                  java.net.http.HttpRequest.newBuilder(uri)
                      .POST(BodyPublishers.ofString("x".repeat(70_000)))
                      .build(),
                  BodyHandlers.discarding());
      assertThat(asked.get().body()).hasSize(70_000);
      assertThat(listener.bodyBytes()).isEqualTo(70_000);
      answer.complete(HttpAnswer.empty(204));
      back.get();
      while (listener.bodyBytes() > 0) {
        Thread.sleep(1);
      }
    }
  }
}
