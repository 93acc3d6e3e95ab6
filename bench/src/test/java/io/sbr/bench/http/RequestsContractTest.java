package io.sbr.bench.http;

import static io.sbr.bench.http.RawClient.get;
import static io.sbr.bench.http.RawClient.head;
import static io.sbr.bench.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.bench.http.RawClient.Reply;
import io.sbr.server.http.HttpLimits;
import io.sbr.server.http.HttpListener;
import io.sbr.server.http.HttpPlace;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same requests to both libraries, and the same answers: or what is compared is not equal. */
@Timeout(60)
class RequestsContractTest {
  private static final int LIMIT = 100_000;
  private static final HttpLimits LIMITS =
      new HttpLimits(LIMIT, 1 << 14, Duration.ofSeconds(30), Duration.ofSeconds(2));

  private final Echo echo = new Echo();

  private HttpListener open(Library library) throws IOException {
    return library.open("contract", new HttpPlace("127.0.0.1", 0, Optional.empty()), LIMITS, echo);
  }

  @ParameterizedTest
  @EnumSource
  void pathsAndQueriesAreHandedOverAsTheyWereSent(Library library) throws Exception {
    try (HttpListener listener = open(library);
        RawClient client = new RawClient(listener.port())) {
      String query = "x=%31&y=a+b&z=%C3%A9&x=2";
      client.send(
          head("GET /a%2Fb;c/%20%25d?" + query + " HTTP/1.1", "hOST: x", "X-ASKED: all of it"));
      Reply back = client.read();
      assertThat(back.status()).isEqualTo(200);
      assertThat(back.body()).isEqualTo(Echo.of("GET", "/a%2Fb;c/%20%25d", query, "all of it", ""));
      assertThat(back.headers())
          .containsOnlyKeys("content-type", "content-length", "date")
          .containsEntry("content-type", "text/plain");
      client.send(head("GET http://x/whole?q=1 HTTP/1.1", "Host: x"));
      assertThat(client.read().body()).isEqualTo(Echo.of("GET", "/whole", "q=1", "none", ""));
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersHaveTheirHeadersAndTheirBody(Library library) throws Exception {
    try (HttpListener listener = open(library);
        RawClient client = new RawClient(listener.port())) {
      Reply marked = client.send(get("/marked")).read();
      assertThat(marked.header("retry-after")).isEqualTo("7");
      assertThat(marked.header("x-own")).isEqualTo("yes");
      Reply nothing = client.send(get("/nothing")).read();
      assertThat(nothing.status()).isEqualTo(204);
      assertThat(client.send(get("/after")).read().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bodiesComeWholeHoweverTheyAreSent(Library library) throws Exception {
    String body = "0123456789".repeat(LIMIT / 10);
    String told = Echo.of("POST", "/", "", "none", body);
    try (HttpListener listener = open(library);
        RawClient client = new RawClient(listener.port())) {
      assertThat(client.send(post("/", body)).read().body()).isEqualTo(told);
      assertThat(client.send(post("/", "")).read().body())
          .isEqualTo(Echo.of("POST", "/", "", "none", ""));
      String whole = post("/", body);
      client.send(whole.substring(0, 60_000));
      Thread.sleep(50);
      client.send(whole.substring(60_000));
      assertThat(client.read().body()).isEqualTo(told);
      client.send(head("POST / HTTP/1.1", "Host: x", "Transfer-Encoding: chunked"));
      client.send("3e8\r\n" + body.substring(0, 1000) + "\r\n");
      Thread.sleep(50);
      client.send("%x\r\n".formatted(LIMIT - 1000) + body.substring(1000) + "\r\n0\r\n\r\n");
      assertThat(client.read().body()).isEqualTo(told);
    }
    assertThat(echo.refused).hasValue(0);
  }

  private static void isRefused(RawClient client, int status, String detail) throws IOException {
    Reply back = client.read();
    assertThat(back.status()).isEqualTo(status);
    assertThat(back.header("content-type")).isEqualTo("application/problem+json");
    assertThat(back.header("connection")).isEqualToIgnoringCase("close");
    assertThat(back.header("x-refused")).isEqualTo("yes");
    assertThat(back.body()).contains(detail);
    assertThat(client.isEnded()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void bodiesBeyondTheLimitAreReadAndRefused(Library library) throws Exception {
    String large = "x".repeat(40 * LIMIT);
    try (HttpListener listener = open(library)) {
      for (String body : new String[] {"x".repeat(LIMIT + 1), large}) {
        try (RawClient client = new RawClient(listener.port())) {
          isRefused(client.send(post("/", body)), 413, "larger than the limit of 100000 bytes");
        }
      }
      try (RawClient client = new RawClient(listener.port())) {
        client.send(head("POST / HTTP/1.1", "Host: x", "Transfer-Encoding: chunked"));
        client.send("%x\r\n".formatted(large.length()) + large + "\r\n0\r\n\r\n");
        isRefused(client, 413, "larger than the limit of 100000 bytes");
      }
      assertThat(echo.refused).hasValue(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverAsksBeforeSendingIsTold(Library library) throws Exception {
    try (HttpListener listener = open(library)) {
      try (RawClient client = new RawClient(listener.port())) {
        String expect = "Expect: 100-continue";
        client.send(head("POST / HTTP/1.1", "Host: x", "Content-Length: 3", expect));
        assertThat(client.read().status()).isEqualTo(100);
        assertThat(client.send("abc").read().body())
            .isEqualTo(Echo.of("POST", "/", "", "none", "abc"));
        client.send(head("POST / HTTP/1.1", "Host: x", "Content-Length: 100001", expect));
        isRefused(client, 413, "larger than the limit of 100000 bytes");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void bodiesThatDoNotComeAreNotWaitedFor(Library library) throws Exception {
    try (HttpListener listener = open(library);
        RawClient client = new RawClient(listener.port())) {
      client.send(head("POST / HTTP/1.1", "Host: x", "Content-Length: 3") + "ab");
      isRefused(client, 408, "the body came too slowly");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionServesUntilOneSaysItIsTheLast(Library library) throws Exception {
    try (HttpListener listener = open(library)) {
      try (RawClient client = new RawClient(listener.port())) {
        for (int i = 0; i < 5; i++) {
          assertThat(client.send(get("/" + i)).read().body())
              .isEqualTo(Echo.of("GET", "/" + i, "", "none", ""));
          assertThat(client.send(post("/later", "b" + i)).read().body())
              .isEqualTo(Echo.of("POST", "/later", "", "none", "b" + i));
        }
        client.send(head("GET / HTTP/1.1", "Host: x", "Connection: close"));
        assertThat(client.read().header("connection")).isEqualToIgnoringCase("close");
        assertThat(client.isEnded()).isTrue();
      }
      try (RawClient client = new RawClient(listener.port())) {
        Reply last = client.send(get("/last")).read();
        assertThat(last.header("connection")).isEqualToIgnoringCase("close");
        assertThat(client.isEnded()).isTrue();
      }
    }
  }

  /** Some are answered at once, some by other threads and later: the order is that of asking. */
  @ParameterizedTest
  @EnumSource
  void whatIsAskedInOneGoIsAnsweredInOrder(Library library) throws Exception {
    String[] paths = {"/a", "/later", "/b", "/elsewhere", "/c", "/d"};
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      String target = paths[i % paths.length] + "?" + i;
      all.append(i % 5 == 0 ? post(target, "body " + i) : get(target));
    }
    try (HttpListener listener = open(library);
        RawClient client = new RawClient(listener.port())) {
      client.send(all.toString());
      for (int i = 0; i < 300; i++) {
        boolean post = i % 5 == 0;
        assertThat(client.read().body())
            .isEqualTo(
                Echo.of(
                    post ? "POST" : "GET",
                    paths[i % paths.length],
                    Integer.toString(i),
                    "none",
                    post ? "body " + i : ""));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void headIsToldTheLengthAndNothingMore(Library library) throws Exception {
    try (HttpListener listener = open(library);
        RawClient client = new RawClient(listener.port())) {
      Reply whole = client.send(get("/marked")).read();
      client.send(head("HEAD /marked HTTP/1.1", "Host: x"));
      Reply head = client.readHead();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.headers()).containsOnlyKeys(whole.headers().keySet());
      assertThat(head.header("content-length")).isEqualTo("6");
      assertThat(client.send(get("/after")).read().body()).startsWith("GET|/after");
    }
  }

  /** What each says of it is its own; none hands it over, and none goes on behind it. */
  @ParameterizedTest
  @EnumSource
  void whatIsNoHttpIsNotHandedOver(Library library) throws Exception {
    try (HttpListener listener = open(library)) {
      for (String wrong :
          new String[] {head("GARBAGE"), head("GET /nobody HTTP/1.1"), head("GET / HTTP/3.7")}) {
        try (RawClient client = new RawClient(listener.port())) {
          assertThat(client.send(wrong).read().status()).isIn(400, 505);
          assertThat(client.isEnded()).isTrue();
        }
      }
    }
  }
}
