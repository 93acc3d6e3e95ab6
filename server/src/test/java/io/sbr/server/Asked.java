package io.sbr.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a server as any client does. */
final class Asked {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;

  Asked(int port) {
    base = "http://127.0.0.1:" + port;
  }

  /**
   * What came back.
   *
   * @param response as it is
   * @param json its body; missing where there is none
   */
  record Back(HttpResponse<String> response, JsonNode json) {
    int status() {
      return response.statusCode();
    }

    String detail() {
      return json.path("detail").asText();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
  }

  Back get(String path) {
    return send(request(path).GET());
  }

  Back delete(String path) {
    return send(request(path).DELETE());
  }

  Back post(String path, String json) {
    return send(posting(path, json));
  }

  HttpRequest.Builder posting(String path, String json) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json));
  }

  Back send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      String type = response.headers().firstValue("Content-Type").orElse("");
      return new Back(
          response,
          type.contains("json") ? MAPPER.readTree(response.body()) : MAPPER.missingNode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
