package io.sbr.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.server.Asked.Back;
import io.sbr.server.http.HttpPlace;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a server begins and ends. */
@Timeout(120)
class EndingTest {
  private static final String QUESTION = "{\"items\":[\"item 3\"]}";

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("sbr-") && !name.startsWith("sbr-cpu"))
        .collect(Collectors.toSet());
  }

  @Test
  void itIsReadyOnceItIsWarmAndLeavesNoThread() throws Exception {
    try (TestServer shop = TestServer.of("srgnn")) {
      assertThat(shop.visitor.get("/healthz").status()).isEqualTo(200);
      Back ready = shop.visitor.get("/readyz");
      while (ready.status() != 200) {
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.detail()).isEqualTo("warming up: srgnn");
        ready = shop.visitor.get("/readyz");
      }
      assertThat(ready.json().get("status").asText()).isEqualTo("ready");
      assertThat(threads()).isNotEmpty();
    }
    assertThat(threads()).isEmpty();
  }

  /** Whoever has begun to ask is answered; whoever comes later finds the door closed. */
  @Test
  void whatIsUnderWayIsAnswered() throws Exception {
    TestServer shop = TestServer.of("srgnn");
    int port = shop.server.port();
    try (Socket slow = new Socket("127.0.0.1", port)) {
      String head =
          "POST /v1/recommend HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
              + "Content-Length: %d\r\n\r\n".formatted(QUESTION.length());
      slow.getOutputStream()
          .write((head + QUESTION.substring(0, 5)).getBytes(StandardCharsets.US_ASCII));
      while (shop.server.underWay() == 0) {
        Thread.onSpinWait();
      }
      Thread closing = new Thread(shop.server::close);
      closing.start();
      untilRefused(port);
      slow.getOutputStream().write(QUESTION.substring(5).getBytes(StandardCharsets.US_ASCII));
      String back = new String(slow.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(back).startsWith("HTTP/1.1 200").contains("known_clicks");
      assertThat(back.toLowerCase()).contains("connection: close");
      closing.join();
    }
    shop.close();
    assertThat(threads()).isEmpty();
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

  /** Of two runs the second does not fit into memory, say: the first's threads end, too. */
  @Test
  void aStartThatFailsLeavesNoThread() {
    Path broken =
        (Path)
            Proxy.newProxyInstance(
                Path.class.getClassLoader(),
                new Class<?>[] {Path.class},
                (self, method, args) -> {
                  throw new OutOfMemoryError("for this test");
                });
    Map<String, Path> runs = new LinkedHashMap<>();
    runs.put("first", TestServer.KEPT.resolve("pop"));
    runs.put("second", broken);
    assertThatThrownBy(() -> TestServer.of(runs, TestServer.settings()))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(threads()).isEmpty();
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HttpPlace place = new HttpPlace("127.0.0.1", other.getLocalPort(), Optional.empty());
      assertThatThrownBy(
              () ->
                  TestServer.of(
                      Map.of("shop", TestServer.KEPT.resolve("pop")), ServerSettings.at(place)))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "cannot listen at 127.0.0.1:%d: Address already in use"
                  .formatted(other.getLocalPort()));
    }
    assertThat(threads()).isEmpty();
  }
}
