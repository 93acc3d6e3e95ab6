package io.sbr.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.server.Asked.Back;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever cannot be answered is told in a sentence, and the next request is answered. */
@Timeout(120)
class RefusalsTest {
  private static TestServer shop;

  @BeforeAll
  static void start() throws IOException {
    shop = TestServer.of("srgnn");
  }

  @AfterAll
  static void end() {
    shop.close();
  }

  private static void isProblem(Back back, int status) {
    assertThat(back.status()).as(back.response().body()).isEqualTo(status);
    assertThat(back.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(back.json().get("status").asInt()).isEqualTo(status);
    assertThat(back.json().get("type").asText()).isEqualTo("about:blank");
    assertThat(back.json().get("title").asText()).isNotEmpty();
    assertThat(back.detail()).isNotEmpty().hasSizeLessThan(300);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"items\":[\"a\"]|not JSON: Unexpected end-of-input",
        "[]|the body is no JSON object",
        "{}|no \"items\"",
        "{\"items\":\"a\"}|\"items\" is no array",
        "{\"items\":[1.5]}|\"items\" holds \"1.5\": a text or a whole number was expected",
        "{\"items\":[\"a\"],\"items\":[]}|not JSON: Duplicate field 'items'",
        "{\"items\":[\"a\"],\"top\":3}|\"top\" is none of allow, durations, exclude, exclude_seen, filter, items, k",
        "{\"items\":[\"a\"],\"k\":0}|k must be between 1 and 500, not 0",
        "{\"items\":[\"a\"],\"k\":501}|k must be between 1 and 500, not 501",
        "{\"items\":[\"a\"],\"k\":1.5}|\"k\" must be a whole number up to 500",
        "{\"items\":[\"a\"],\"k\":99999999999}|\"k\" must be a whole number up to 500",
        "{\"items\":[\"a\"],\"exclude_seen\":\"yes\"}|\"exclude_seen\" must be true or false",
        "{\"items\":[\"a\"],\"unknown\":\"best\"}|unknown is empty or popular, not \"best\"",
        "{\"items\":[\"a\"],\"run\":7}|\"run\" must be a text",
        "{\"items\":[\"a\"],\"times\":[1,2]}|2 times for 1 click(s): one for each is needed",
        "{\"items\":[\"a\"],\"times\":[\"noon\"]}|\"noon\" is no time",
        "{\"items\":[\"a\"],\"durations\":[-1]}|a duration must be 0 or more seconds, not -1.0",
        "{\"items\":[\"\"]}|an item's id must have 1 to 512 characters",
        "{\"items\":[\"a\"]} {}|not JSON: Trailing token",
      })
  void whatIsWrongWithABodyIsSaid(String body, String detail) {
    Back back = shop.visitor.post("/v1/recommend", body);
    isProblem(back, 400);
    assertThat(back.detail()).startsWith(detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|\"sessions\" must be an array of one session or more",
        "{\"sessions\":[]}|\"sessions\" must be an array of one session or more",
        "{\"sessions\":[[\"a\"],{\"clicks\":[]}]}|\"sessions\"[1]: \"clicks\" is none of durations",
        "{\"sessions\":[7]}|\"sessions\"[0]: a session that is no array of ids is no JSON object",
        "{\"items\":[\"a\"]}|\"items\" is none of allow, exclude, exclude_seen, filter, k, run, sessions, unknown",
      })
  void whatIsWrongWithABatchIsSaid(String body, String detail) {
    Back back = shop.visitor.post("/v1/recommend/batch", body);
    isProblem(back, 400);
    assertThat(back.detail()).startsWith(detail);
  }

  @ParameterizedTest
  @CsvSource({
    "k=3, item_id or session_id is needed",
    "user_consent=true&item_id=a, user_consent needs a session_id",
    "item_id=a&k=many, k must be a whole number",
    "item_id=a&item_id=b, \"item_id\" is given twice",
    "item=a, \"item\" is none of",
    "item_id=%ff, \"%ff\" is not percent-encoded UTF-8",
    "item_id=a&user_consent=maybe, user_consent is true or false",
    "item_id=, an item's id must have",
  })
  void whatIsWrongWithAQueryIsSaid(String query, String detail) {
    Back back = shop.visitor.get("/v1/recommend?" + query);
    isProblem(back, 400);
    assertThat(back.detail()).startsWith(detail);
  }

  /**
   * A run of an older program does not say which items are popular; it is not the server's fault.
   */
  @Test
  void popularItemsOfARunThatKeepsNone(@TempDir Path temp) throws IOException {
    Path old = temp.resolve("old");
    TestServer.copy(TestServer.KEPT.resolve("srgnn"), old);
    Files.delete(old.resolve("manifest.json"));
    Files.delete(old.resolve("popularity.csv.gz"));
    Path info = old.resolve("run.json");
    Files.writeString(info, Files.readString(info).replace("\"format\" : 2,", "\"format\" : 1,"));
    try (TestServer server = TestServer.of(Map.of("old", old), TestServer.settings())) {
      String body = "{\"items\":[\"item 3\"],\"unknown\":\"popular\"}";
      Back back = server.visitor.post("/v1/recommend", body);
      isProblem(back, 400);
      assertThat(back.detail()).startsWith("run \"old\" does not say which items are popular");
      Back batch =
          server.visitor.post(
              "/v1/recommend/batch", "{\"sessions\":[[\"a\"]],\"unknown\":\"popular\"}");
      isProblem(batch, 400);
      Back empty = server.visitor.post("/v1/recommend", "{\"items\":[\"item 3\"]}");
      assertThat(empty.status()).isEqualTo(200);
    }
  }

  @Test
  void pathsMethodsAndTypes() {
    isProblem(shop.visitor.get("/nobody"), 404);
    isProblem(shop.visitor.get("/v1/recommend/"), 404);
    isProblem(shop.visitor.get("/v1/../metrics"), 404);
    isProblem(shop.visitor.get("/metrics"), 404); // which is on the admin port
    isProblem(shop.visitor.post("/admin/v1/runs/srgnn/reload", ""), 404);
    Back method = shop.visitor.delete("/v1/recommend");
    isProblem(method, 405);
    assertThat(method.header("Allow")).isEqualTo("GET, HEAD, POST");
    isProblem(
        shop.visitor.send(
            shop.visitor.request("/v1/recommend").POST(BodyPublishers.ofString("items=a"))),
        415);
    assertThat(
            shop.visitor
                .send(shop.visitor.request("/healthz").method("HEAD", BodyPublishers.noBody()))
                .status())
        .isEqualTo(200);
  }

  @Test
  void boundsOfBodiesSessionsAndBatches() {
    isProblem(shop.visitor.post("/v1/recommend", "x".repeat((1 << 20) + 1)), 413);
    byte[] streamed = "x".repeat(3 << 20).getBytes(StandardCharsets.US_ASCII);
    isProblem(
        shop.visitor.send(
            shop.visitor
                .request("/v1/recommend")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(streamed)))),
        413);
    String items = "\"a\",".repeat(1000) + "\"a\"";
    Back clicks = shop.visitor.post("/v1/recommend", "{\"items\":[" + items + "]}");
    isProblem(clicks, 400);
    assertThat(clicks.detail()).isEqualTo("1001 clicks; a session may have 1000");
    String sessions = "[\"a\"],".repeat(512) + "[\"a\"]";
    Back batch = shop.visitor.post("/v1/recommend/batch", "{\"sessions\":[" + sessions + "]}");
    isProblem(batch, 400);
    assertThat(batch.detail()).isEqualTo("513 sessions; at most 512 may come together");
  }

  /** What comes back on a connection, until the server closes it. */
  private static String raw(byte[] request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", shop.server.port())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(all);
      return all.toString(StandardCharsets.ISO_8859_1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GARBAGE, 400",
    "GET /healthz HTTP/1.1, 400", // without a host
    "GET /healthz HTTP/3.7, 505",
    "GET /%zz HTTP/1.0, 400",
  })
  void whatIsNoHttpIsRefusedInTheSameForm(String line, int status) throws IOException {
    String back = raw((line + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    assertThat(back).startsWith("HTTP/1.1 " + status);
    assertThat(back).contains("application/problem+json").contains("\"status\":" + status);
  }

  /** A client that has nothing more to say does not keep its place for ever. */
  @Test
  void aBodyThatComesTooSlowlyIsNotWaitedFor() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", shop.server.port())) {
      socket.setSoTimeout(60_000);
      String head =
          "POST /v1/recommend HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
              + "Content-Length: 100000\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      ByteArrayOutputStream back = new ByteArrayOutputStream();
      Thread reading =
          new Thread(
              () -> {
                try {
                  socket.getInputStream().transferTo(back);
                } catch (IOException e) {
                  // reset: what was sent last was not read
                }
              });
      reading.start();
      for (int i = 0; i < 300 && reading.isAlive(); i++) {
        try {
          socket.getOutputStream().write(' ');
        } catch (SocketException e) {
          break;
        }
        Thread.sleep(100);
      }
      reading.join(10_000);
      assertThat(reading.isAlive()).isFalse();
      assertThat(back.toString(StandardCharsets.US_ASCII)).contains("408");
    }
  }

  /**
   * A hundred times the limit is read, dropped, and told; who asks before sending is told first.
   */
  @Test
  void aBodyThatIsMuchTooLargeIsToldToo() throws Exception {
    String head =
        "POST /v1/recommend HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Content-Length: %d\r\n".formatted(100 << 20);
    byte[] expecting = (head + "Expect: 100-continue\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = new Socket("127.0.0.1", shop.server.port())) {
      socket.getOutputStream().write(expecting);
      String back = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(back).startsWith("HTTP/1.1 413").contains("larger than the limit of 1048576");
    }
    try (Socket socket = new Socket("127.0.0.1", shop.server.port())) {
      socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] part = new byte[1 << 20];
      for (int i = 0; i < 100; i++) {
        socket.getOutputStream().write(part);
      }
      String back = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(back).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void connectionsThatSayNothingAreInNobodysWay() throws Exception {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 400; i++) {
        Socket socket = new Socket("127.0.0.1", shop.server.port());
        socket.getOutputStream().write("POST /v1/rec".getBytes(StandardCharsets.US_ASCII));
        idle.add(socket);
      }
      for (int i = 0; i < 20; i++) {
        assertThat(shop.visitor.post("/v1/recommend", "{\"items\":[\"item 3\"]}").status())
            .isEqualTo(200);
      }
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void noBytesBringItDown() throws IOException {
    Random random = new Random(7);
    byte[] right =
        ("POST /v1/recommend HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: 20\r\nConnection: close\r\n\r\n{\"items\":[\"item 3\"]}")
            .getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 300; i++) {
      byte[] bent = right.clone();
      for (int b = 0; b < 1 + i % 4; b++) {
        bent[random.nextInt(bent.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(raw(bent)).doesNotContain(" 500 ");
      } catch (SocketException e) {
        continue; // reset: what was sent after the fault was not read
      }
    }
    assertThat(shop.visitor.post("/v1/recommend", "{\"items\":[\"item 3\"]}").status())
        .isEqualTo(200);
    assertThat(shop.notes).isEmpty();
  }
}
