package io.sbr.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.sbr.client.Answer;
import io.sbr.client.RefusedException;
import io.sbr.client.SbrClient;
import io.sbr.client.Session;
import io.sbr.client.Wanted;
import io.sbr.models.pipeline.Clicks;
import io.sbr.models.pipeline.RankingOptions;
import io.sbr.models.pipeline.Recommendation;
import io.sbr.models.pipeline.SessionRecommender;
import io.sbr.server.api.BearerToken;
import io.sbr.server.serving.ServingSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client for Java says what a recommender in the same JVM would. */
@Timeout(60)
class ClientTest {
  private static final List<Instant> TIMES =
      List.of(Instant.parse("2017-07-14T02:40:00Z"), Instant.parse("2017-07-14T02:41:30.250Z"));

  @TempDir Path temp;

  private static SbrClient client(TestServer shop) {
    return new SbrClient(URI.create("http://127.0.0.1:" + shop.server.port()))
        .withTimeout(Duration.ofSeconds(30));
  }

  private static void same(Answer answer, Recommendation expected) {
    assertThat(answer.items().stream().map(item -> item.id() + " " + item.score()))
        .containsExactlyElementsOf(
            expected.items().stream().map(item -> item.id() + " " + item.score()).toList());
    assertThat(answer.knownClicks()).isEqualTo(expected.knownClicks());
    assertThat(answer.unknownClicks()).isEqualTo(expected.unknownClicks());
  }

  @Test
  void answersAreThoseOfTheRun() throws Exception {
    try (TestServer shop = TestServer.of("vmis-knn", "psrgat");
        SessionRecommender run =
            SessionRecommender.load(TestServer.KEPT.resolve("psrgat"), shop.backend)) {
      SbrClient client = client(shop);
      Session session =
          Session.of("item 3", "item 7").by("u1").at(TIMES).viewed(List.of(90.25, 2.0));
      Clicks clicks = Clicks.of("item 3", "item 7").by("u1").at(TIMES).viewed(List.of(90.25, 2.0));
      Wanted wanted = Wanted.top(6).withoutSeen().orPopular().from("psrgat");
      RankingOptions options = RankingOptions.top(6).withoutSeen().orPopular();
      Answer one = client.recommend(session, wanted);
      same(one, run.recommend(clicks, options));
      assertThat(one.run()).isEqualTo("psrgat");
      assertThat(one.answeredBy()).isEqualTo("model");
      List<Answer> several =
          client.recommend(List.of(session, Session.of("x"), Session.of("item 3")), wanted);
      same(several.get(0), run.recommend(clicks, options));
      same(several.get(1), run.recommend(Clicks.of("x"), options));
      assertThat(several.get(2).notKnown()).isEqualTo(Set.of("user", "times", "durations"));
      assertThat(several).extracting(Answer::version).containsOnly(one.version());
    }
  }

  @Test
  void sessionsAreRememberedAndForgotten() throws Exception {
    try (TestServer shop = TestServer.of("srgnn")) {
      SbrClient client = client(shop);
      String id = "a session/ä?";
      client.click(id, "item 3", true, Wanted.top(3));
      assertThat(client.click(id, "item 7", true, Wanted.top(3)))
          .isEqualTo(client.recommend(Session.of("item 3", "item 7"), Wanted.top(3)));
      client.forget(id);
      assertThat(client.click(id, "item 7", false, Wanted.top(3)).knownClicks()).isEqualTo(1);
    }
  }

  @Test
  void refusalsSayWhyAndWhenToAskAgain() throws Exception {
    Path file = Files.writeString(temp.resolve("token"), "0123456789abcdef");
    ServerSettings full =
        TestServer.settings(
            new ServingSettings(0, Duration.ofSeconds(9), Duration.ZERO),
            Optional.of(BearerToken.read(file)));
    try (TestServer shop = TestServer.with(full, "pop")) {
      SbrClient stranger = client(shop);
      assertThatThrownBy(() -> stranger.recommend(Session.of("a"), Wanted.top(3)))
          .isInstanceOfSatisfying(
              RefusedException.class, e -> assertThat(e.status()).isEqualTo(401));
      SbrClient known = stranger.withToken("0123456789abcdef");
      assertThatThrownBy(() -> known.recommend(Session.of("a"), Wanted.top(0)))
          .hasMessage("status 400: k must be between 1 and 500, not 0");
      assertThatThrownBy(() -> known.recommend(Session.of("a"), Wanted.top(3)))
          .isInstanceOfSatisfying(
              RefusedException.class,
              e -> {
                assertThat(e.status()).isEqualTo(503);
                assertThat(e.retryAfter()).contains(Duration.ofSeconds(1));
              });
      while (!known.isReady()) {
        Thread.sleep(5);
      }
    }
  }

  /** A server, or what stands before it, that begins to answer and stops. */
  @Test
  void theTimeoutHoldsForBodiesToo() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering =
          new Thread(
              () -> {
                try (Socket socket = silent.accept()) {
                  String head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{";
                  socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                  socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                  // the client has gone, as it should
                }
              });
      answering.start();
      SbrClient client =
          new SbrClient(URI.create("http://127.0.0.1:" + silent.getLocalPort()))
              .withTimeout(Duration.ofMillis(300));
      assertThatThrownBy(() -> client.recommend(Session.of("a"), Wanted.top(3)))
          .isInstanceOf(HttpTimeoutException.class);
      answering.join();
    }
  }

  /** Behind a proxy a server may have a path before its own. */
  @Test
  void aPathBeforeTheServersOwnIsKept() throws Exception {
    HttpServer proxy = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    List<String> asked = new CopyOnWriteArrayList<>();
    proxy.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    proxy.start();
    try {
      String base = "http://127.0.0.1:" + proxy.getAddress().getPort();
      for (String path : List.of("", "/", "/shop", "/shop/")) {
        new SbrClient(URI.create(base + path)).forget("s");
      }
      String own = "/v1/sessions/s";
      assertThat(asked).containsExactly(own, own, "/shop" + own, "/shop" + own);
    } finally {
      proxy.stop(0);
    }
  }
}
