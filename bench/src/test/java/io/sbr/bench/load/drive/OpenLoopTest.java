package io.sbr.bench.load.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sbr.bench.load.drive.MadeUpServer.Said;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.math3.random.MersenneTwister;
import org.junit.jupiter.api.Test;

/** What an open loop counts, whatever the server does. Times are bounded from below alone. */
class OpenLoopTest {
  static LoadSettings settings(
      double rate, int connections, double warmUp, double seconds, double deadline) {
    return new LoadSettings(
        Arrivals.EVEN.schedule(rate, new MersenneTwister(1)),
        connections,
        Duration.ofMillis(Math.round(1e3 * warmUp)),
        Duration.ofMillis(Math.round(1e3 * seconds)),
        Duration.ofMillis(Math.round(1e3 * deadline)));
  }

  /** Stands still once for a second: the first request in it, and all others until it is over. */
  private static MadeUpServer.Handler stalling(int at) {
    AtomicInteger count = new AtomicInteger();
    CountDownLatch over = new CountDownLatch(1);
    return (target, body) -> {
      int number = count.incrementAndGet();
      if (number == at) {
        Thread.sleep(1000);
        over.countDown();
      } else if (number > at) {
        over.await();
      }
      return Said.ok("{}");
    };
  }

  @Test
  void aStallIsSeenByAllWhoWouldHaveComeMeanwhile() throws Exception {
    try (MadeUpServer server = new MadeUpServer(stalling(50))) {
      LoadResult result = server.load(100, 4, 2, 20);
      assertThat(result.asked()).isEqualTo(199);
      assertThat(result.errors()).isZero();
      // a hundred requests in that second, evenly: half of them wait for more than half of it
      assertThat(result.latency().max()).isGreaterThan(900);
      assertThat(result.latency().at(90)).isGreaterThan(500);
      assertThat(result.latency().at(75)).isGreaterThan(300);
    }
  }

  /** The measure that would be misled: four clients who ask again when they have an answer. */
  @Test
  void aClosedLoopWouldHaveSeenFour() throws Exception {
    try (MadeUpServer server = new MadeUpServer(stalling(50))) {
      AtomicInteger next = new AtomicInteger();
      AtomicInteger slow = new AtomicInteger();
      Thread[] clients = new Thread[4];
      for (int i = 0; i < clients.length; i++) {
        clients[i] =
            new Thread(
                () -> {
                  while (next.getAndIncrement() < 199) {
                    long begin = System.nanoTime();
                    try (var in = server.url().toURL().openStream()) {
                      in.readAllBytes();
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                    slow.addAndGet(System.nanoTime() - begin > 300_000_000L ? 1 : 0);
                  }
                });
        clients[i].start();
      }
      for (Thread client : clients) {
        client.join();
      }
      assertThat(slow.get()).isBetween(4, 40); // of 199; a busy machine may add some
    }
  }

  @Test
  void waitingForAFreeConnectionCounts() throws Exception {
    try (MadeUpServer server =
        new MadeUpServer(
            (target, body) -> {
              Thread.sleep(50);
              return Said.ok("{}");
            })) {
      LoadResult result = server.load(40, 1, 1, 20); // twice as many as one connection carries
      assertThat(result.answered()).isEqualTo(39);
      assertThat(result.latency().max()).isGreaterThan(39 * 50 - 39 * 25 - 1);
      assertThat(result.late().max()).isGreaterThan(800);
      assertThat(result.throughput()).isLessThan(21);
    }
  }

  @Test
  void whatIsNotAnsweredCountsWithTheTimeThatWasWaited() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (MadeUpServer server =
        new MadeUpServer(
            (target, body) -> {
              never.await();
              return Said.ok("{}");
            })) {
      LoadResult result = server.load(50, 2, 0.5, 0.3);
      assertThat(result.timeouts()).isEqualTo(24).isEqualTo(result.errors());
      assertThat(result.latency().count()).isEqualTo(24);
      assertThat(result.latency().at(0)).isGreaterThanOrEqualTo(299);
      assertThat(result.throughput()).isZero();
      never.countDown();
    }
  }

  @Test
  void refusalsAreErrorsAndNoLatency() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (MadeUpServer server =
        new MadeUpServer(
            (target, body) ->
                count.incrementAndGet() % 2 == 0 ? Said.status(503) : Said.ok("{}"))) {
      LoadResult result = server.load(100, 4, 0.5, 20);
      assertThat(result.statuses()).containsOnlyKeys(200, 503);
      assertThat(result.errors()).isEqualTo(result.statuses().get(503)).isEqualTo(24);
      assertThat(result.latency().count()).isEqualTo(25);
    }
  }

  @Test
  void aConnectionThatTheServerEndsIsOpenedAgain() throws Exception {
    try (MadeUpServer server =
        new MadeUpServer((target, body) -> new Said(200, "{}", Map.of("Connection", "close")))) {
      LoadResult result = server.load(100, 2, 0.5, 20);
      assertThat(result.answered()).isEqualTo(49);
      assertThat(result.errors()).isZero();
    }
  }

  @Test
  void aConnectionThatEndsUnderARequestIsAnError() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
      Thread hangsUp =
          new Thread(
              () -> {
                try {
                  while (true) {
                    try (var socket = server.accept()) {
                      socket.getInputStream().read();
                    }
                  }
                } catch (IOException e) {
                  // the test is over
                }
              });
      hangsUp.start();
      LoadResult result =
          OpenLoop.start(
                  (InetSocketAddress) server.getLocalSocketAddress(),
                  settings(100, 1, 0, 0.3, 20),
                  () -> new Request("GET / HTTP/1.1\r\n\r\n".getBytes(), null))
              .result();
      assertThat(result.failures().values().stream().mapToLong(n -> n).sum())
          .isEqualTo(29)
          .isEqualTo(result.errors());
    }
  }

  @Test
  void theWarmUpIsAskedAndNotCounted() throws Exception {
    try (MadeUpServer server = new MadeUpServer((target, body) -> Said.ok("{}"))) {
      LoadResult result =
          OpenLoop.start(
                  server.address(),
                  settings(100, 4, 0.5, 0.5, 20),
                  () -> new Request(HttpText.get(server.url(), "/"), null))
              .result();
      assertThat(result.asked()).isEqualTo(50);
      assertThat(server.asked).hasSize(99);
    }
  }

  @Test
  void wrongAnswersAreNoAnswers() throws Exception {
    try (MadeUpServer server = new MadeUpServer((target, body) -> Said.ok("{}"))) {
      RequestSource doubting =
          new RequestSource() {
            @Override
            public Request next() {
              return new Request(HttpText.get(server.url(), "/"), null);
            }

            @Override
            public boolean isRight(Request request, Answer answer) {
              return false;
            }
          };
      LoadResult result =
          OpenLoop.start(server.address(), settings(100, 4, 0, 0.2, 20), doubting).result();
      assertThat(result.wrong()).isEqualTo(19).isEqualTo(result.errors());
      assertThat(result.throughput()).isZero();
    }
  }

  @Test
  void itStopsWhenItIsTold() throws Exception {
    try (MadeUpServer server = new MadeUpServer((target, body) -> Said.ok("{}"))) {
      OpenLoop loop =
          OpenLoop.start(
              server.address(),
              settings(100, 4, 0, 1e6, 20),
              () -> new Request(HttpText.get(server.url(), "/"), null));
      assertThat(loop.await(Duration.ofMillis(300))).isFalse();
      loop.stop();
      LoadResult result = loop.result();
      assertThat(result.errors()).isZero();
      assertThat(result.seconds()).isGreaterThan(0.29);
      assertThat(result.throughput()).isCloseTo(result.asked() / result.seconds(), within(1e-9));
    }
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThatThrownBy(
            () ->
                OpenLoop.start(
                    new InetSocketAddress("127.0.0.1", port),
                    settings(1, 3, 0, 1, 1),
                    () -> new Request(new byte[0], null)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot open 3 connections to 127.0.0.1:" + port + ": ");
  }
}
