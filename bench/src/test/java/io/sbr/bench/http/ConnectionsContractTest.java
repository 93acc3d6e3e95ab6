package io.sbr.bench.http;

import static io.sbr.bench.http.RawClient.get;
import static io.sbr.bench.http.RawClient.head;
import static io.sbr.bench.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.server.http.HttpLimits;
import io.sbr.server.http.HttpListener;
import io.sbr.server.http.HttpPlace;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that end early, say nothing, are too many, or are open when the server ends. */
@Timeout(60)
class ConnectionsContractTest {
  private final Echo echo = new Echo();

  private HttpListener open(Library library, HttpLimits limits) throws IOException {
    return library.open("contract", new HttpPlace("127.0.0.1", 0, Optional.empty()), limits, echo);
  }

  private static void awaitUnderWay(HttpListener listener, int requests)
      throws InterruptedException {
    while (listener.underWay() != requests) {
      Thread.sleep(1);
    }
  }

  private static void isServed(HttpListener listener) throws IOException {
    try (RawClient client = new RawClient(listener.port())) {
      assertThat(client.send(get("/next")).read().status()).isEqualTo(200);
    }
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("contract"))
        .collect(Collectors.toSet());
  }

  /** One may be on its way out when its listener is closed. */
  private static void awaitNoThread() throws InterruptedException {
    while (!threads().isEmpty()) {
      Thread.sleep(1);
    }
  }

  /** Before its answer, in the middle of its body, and in the middle of a large answer. */
  @ParameterizedTest
  @EnumSource
  void aClientThatClosesEarlyLeavesNothing(Library library) throws Exception {
    try (HttpListener listener = open(library, HttpLimits.DEFAULT)) {
      try (RawClient client = new RawClient(listener.port())) {
        client.send(get("/held"));
        awaitUnderWay(listener, 1);
      }
      echo.released.countDown();
      awaitUnderWay(listener, 0);
      try (RawClient client = new RawClient(listener.port())) {
        client.send(head("POST / HTTP/1.1", "Host: x", "Content-Length: 1000") + "begun");
        awaitUnderWay(listener, 1);
      }
      awaitUnderWay(listener, 0);
      try (RawClient client = new RawClient(listener.port())) {
        client.send(get("/large")).readHead();
        awaitUnderWay(listener, 1);
      }
      awaitUnderWay(listener, 0);
      isServed(listener);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatReadsSlowlyIsInNobodysWay(Library library) throws Exception {
    try (HttpListener listener = open(library, HttpLimits.DEFAULT);
        RawClient slow = new RawClient(listener.port())) {
      slow.send(get("/large"));
      awaitUnderWay(listener, 1);
      for (int i = 0; i < 20; i++) {
        isServed(listener);
      }
      awaitUnderWay(listener, 1);
      assertThat(slow.read().body()).hasSize(Echo.LARGE).matches("x+");
      awaitUnderWay(listener, 0);
      assertThat(slow.send(get("/next")).read().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionOnWhichNothingMovesIsEnded(Library library) throws Exception {
    HttpLimits hasty = new HttpLimits(1000, 100, Duration.ofMillis(500), Duration.ofSeconds(10));
    try (HttpListener listener = open(library, hasty);
        RawClient silent = new RawClient(listener.port());
        RawClient begun = new RawClient(listener.port());
        RawClient deaf = new RawClient(listener.port());
        RawClient served = new RawClient(listener.port())) {
      begun.send("GET / HT");
      assertThat(served.send(get("/once")).read().status()).isEqualTo(200);
      deaf.send(get("/large"));
      awaitUnderWay(listener, 1);
      awaitUnderWay(listener, 0);
      for (RawClient client : new RawClient[] {silent, begun, served}) {
        client.socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void connectionsBeyondTheMostWait(Library library) throws Exception {
    try (HttpListener listener = open(library, HttpLimits.DEFAULT.withConnections(3))) {
      RawClient[] first = new RawClient[3];
      for (int i = 0; i < first.length; i++) {
        first[i] = new RawClient(listener.port());
        assertThat(first[i].send(get("/in")).read().status()).isEqualTo(200);
      }
      try (RawClient late = new RawClient(listener.port())) {
        late.send(get("/late"));
        CompletableFuture<Integer> answered =
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return late.read().status();
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
        Thread.sleep(300);
        assertThat(answered).isNotDone();
        for (RawClient client : first) {
          client.close();
        }
        assertThat(answered.get(20, TimeUnit.SECONDS)).isEqualTo(200);
      }
    }
  }

  /** Nobody new is let in, whoever has asked is answered, then the connections end. */
  @ParameterizedTest
  @EnumSource
  void whatIsUnderWayIsAnsweredWhenItRefuses(Library library) throws Exception {
    HttpListener listener = open(library, HttpLimits.DEFAULT);
    int port = listener.port();
    try (RawClient asked = new RawClient(port);
        RawClient half = new RawClient(port);
        RawClient idle = new RawClient(port)) {
      asked.send(get("/held"));
      half.send(head("POST / HTTP/1.1", "Host: x", "Content-Length: 10") + "01234");
      assertThat(idle.send(get("/once")).read().status()).isEqualTo(200);
      awaitUnderWay(listener, 2);
      listener.refuse();
      untilRefused(port);
      half.send("56789");
      assertThat(half.read().body()).isEqualTo(Echo.of("POST", "/", "", "none", "0123456789"));
      echo.released.countDown();
      assertThat(asked.read().body()).isEqualTo("held");
      assertThat(asked.send(post("/later", "more")).read().status()).isEqualTo(200);
      awaitUnderWay(listener, 0);
      assertThat(threads()).isNotEmpty();
      listener.close();
      awaitNoThread();
      assertThat(idle.isEnded()).isTrue();
      assertThat(asked.isEnded()).isTrue();
    }
  }

  private static void untilRefused(int port) throws InterruptedException {
    while (true) {
      try {
        new Socket("127.0.0.1", port).close();
        Thread.sleep(5);
      } catch (ConnectException e) {
        return;
      } catch (IOException e) {
        continue; // closed at the very moment
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPortThatIsTakenIsNamed(Library library) throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HttpPlace place = new HttpPlace("127.0.0.1", other.getLocalPort(), Optional.empty());
      assertThatThrownBy(() -> library.open("contract", place, HttpLimits.DEFAULT, echo))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "cannot listen at 127.0.0.1:%d: Address already in use"
                  .formatted(other.getLocalPort()));
    }
    awaitNoThread();
  }

  @Test
  void undertowRefusesTls() throws Exception {
    KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
    HttpPlace place = new HttpPlace("127.0.0.1", 0, Optional.of(keys));
    assertThatThrownBy(() -> Library.UNDERTOW.open("contract", place, HttpLimits.DEFAULT, echo))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Undertow is measured without TLS");
  }
}
