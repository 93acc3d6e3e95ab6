package io.sbr.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a server. Thread-safe; connections are kept and shared.
 *
 * <pre>{@code
 * SbrClient shop = new SbrClient(URI.create("http://127.0.0.1:8080"));
 * shop.recommend(Session.of("A17", "B02"), Wanted.top(20)).items().forEach(System.out::println);
 * }</pre>
 *
 * <p>Every call may fail with a {@link RefusedException}, if the server does not answer as asked,
 * and with an {@link IOException}, if it cannot be reached or takes longer than the timeout.
 */
public final class SbrClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient http;
  private final URI server;
  private final Optional<String> token;
  private final Duration timeout;

  /**
   * A client.
   *
   * @param server such as {@code http://127.0.0.1:8080}; a path, behind a proxy say, stands before
   *     those of the server
   */
  public SbrClient(URI server) {
    this(
        HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1)
            .build(),
        server,
        Optional.empty(),
        TIMEOUT);
  }

  private SbrClient(HttpClient http, URI server, Optional<String> token, Duration timeout) {
    this.http = http;
    this.server = server.getPath().endsWith("/") ? server : URI.create(server + "/");
    this.token = token;
    this.timeout = timeout;
  }

  /** The same with the server's bearer token. */
  public SbrClient withToken(String secret) {
    return new SbrClient(http, server, Optional.of(secret), timeout);
  }

  /** The same with another patience than five seconds. */
  public SbrClient withTimeout(Duration most) {
    return new SbrClient(http, server, token, most);
  }

  /** The same over connections of the caller's making, with trust in other certificates say. */
  public SbrClient over(HttpClient connections) {
    return new SbrClient(connections, server, token, timeout);
  }

  /** What a visitor with these clicks will click next. */
  public Answer recommend(Session session, Wanted wanted) throws IOException, InterruptedException {
    JsonNode json = post("v1/recommend", Json.put(Json.put(Json.object(), session), wanted));
    return Json.answer(json, json);
  }

  /** The same for several visitors, in order, all answered by one version. */
  public List<Answer> recommend(List<Session> sessions, Wanted wanted)
      throws IOException, InterruptedException {
    ObjectNode body = Json.put(Json.object(), wanted);
    ArrayNode all = body.putArray("sessions");
    sessions.forEach(session -> Json.put(all.addObject(), session));
    JsonNode json = post("v1/recommend/batch", body);
    List<Answer> answers = new ArrayList<>();
    json.path("answers").forEach(answer -> answers.add(Json.answer(json, answer)));
    return answers;
  }

  /**
   * A click of a session that the server remembers, and what comes next.
   *
   * @param consent whether the visitor agreed that the session is kept; if not, the click alone is
   *     asked about, and what was kept is forgotten
   */
  public Answer click(String session, String item, boolean consent, Wanted wanted)
      throws IOException, InterruptedException {
    ObjectNode body = Json.put(Json.put(Json.object(), Session.of(item)), wanted);
    body.put("user_consent", consent);
    JsonNode json = post("v1/sessions/" + encoded(session) + "/clicks", body);
    return Json.answer(json, json);
  }

  /** Lets the server forget a session. */
  public void forget(String session) throws IOException, InterruptedException {
    send(request("v1/sessions/" + encoded(session)).DELETE());
  }

  /** Whether the server is there and warm. */
  public boolean isReady() throws InterruptedException {
    try {
      send(request("readyz").GET());
      return true;
    } catch (IOException | RefusedException e) {
      return false;
    }
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path)).timeout(timeout);
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request;
  }

  private JsonNode post(String path, ObjectNode body) throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
    return Json.read(send(request.POST(BodyPublishers.ofString(body.toString()))));
  }

  private byte[] send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = answer(request.build());
    if (response.statusCode() / 100 == 2) {
      return response.body();
    }
    throw new RefusedException(
        response.statusCode(),
        detail(response),
        response
            .headers()
            .firstValue("Retry-After")
            .filter(seconds -> seconds.matches("[0-9]{1,6}"))
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))));
  }

  /** The JDK's own timeout ends with the headers; the caller's is for the whole answer. */
  private HttpResponse<byte[]> answer(HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> coming =
        http.sendAsync(request, BodyHandlers.ofByteArray());
    try {
      return coming.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer within " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException(e.getCause());
    } finally {
      coming.cancel(true); // of no use to a caller who has gone; nothing where it is there
    }
  }

  /** What the server says, or whoever stands before it. */
  private static String detail(HttpResponse<byte[]> response) {
    try {
      return Json.read(response.body()).path("detail").asText("no reason is given");
    } catch (IOException e) {
      return "no reason is given";
    }
  }
}
