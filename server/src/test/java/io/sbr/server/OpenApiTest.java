package io.sbr.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.server.Asked.Back;
import io.sbr.server.api.BearerToken;
import io.sbr.server.serving.ServingSettings;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The document says what the server does: each path, method, status and field of it is tried, and
 * what the server answers is in it.
 */
@Timeout(180)
class OpenApiTest {
  private static final String ONE = "/v1/recommend";
  private static final String BATCH = "/v1/recommend/batch";
  private static final String CLICKS = "/v1/sessions/{session}/clicks";
  private static final String SESSION = "/v1/sessions/{session}";
  private static final String EXPLAIN = "/v1/explain";
  private static final String FOUND = "/v1/items";
  private static final String FIGURES = "/v1/runs/{run}";
  private static final String FILE = "/page/{file}";
  private static final String RELOAD = "/admin/v1/runs/{run}/reload";
  private static final String WITHDRAWN = "/admin/v1/withdrawn";
  private static final String ITEMS = "{\"items\":[\"item 3\",7]}";
  private static final String SESSIONS = "{\"sessions\":[[\"item 3\"],{\"items\":[\"x\"]}]}";
  private static final String TOO_LONG = "x".repeat((1 << 20) + 1);

  @TempDir Path temp;

  private final Set<String> tried = new TreeSet<>();
  private JsonNode document;
  private Schemas schemas;

  private void read(TestServer shop) {
    Back back = shop.visitor.get("/openapi.json");
    document = back.json();
    schemas = new Schemas(document);
    tried("get", "/openapi.json", back);
  }

  /** Compares what came back with what the document says of it. */
  private void tried(String method, String path, Back back) {
    String status = Integer.toString(back.status());
    JsonNode response =
        schemas.resolved(
            document.path("paths").path(path).path(method).path("responses").path(status));
    String what = method + " " + path + " " + status;
    assertThat(response.isObject()).as(what + ": " + back.response().body()).isTrue();
    tried.add(what);
    if (!response.has("content")) {
      assertThat(back.response().body()).as(what).isEmpty();
      return;
    }
    String type = response.get("content").fieldNames().next();
    assertThat(back.header("Content-Type")).as(what).startsWith(type);
    if (type.endsWith("json")) {
      JsonNode schema = response.get("content").get(type).get("schema");
      assertThat(schemas.faults(schema, back.json())).as(what).isEmpty();
    }
  }

  private Set<String> documented() {
    Set<String> all = new TreeSet<>();
    JsonNode paths = document.get("paths");
    paths
        .fieldNames()
        .forEachRemaining(
            path ->
                paths
                    .get(path)
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            paths
                                .get(path)
                                .get(method)
                                .get("responses")
                                .fieldNames()
                                .forEachRemaining(
                                    status -> all.add(method + " " + path + " " + status))));
    all.removeIf(what -> what.endsWith(" default"));
    return all;
  }

  private static String path(String template) {
    return template
        .replace("{session}", "s")
        .replace("{run}", "srgnn")
        .replace("{file}", "main.js");
  }

  @Test
  void everyPathStatusAndFieldIsAsItIsWritten() throws Exception {
    try (TestServer shop = TestServer.of("srgnn", "psrgat")) {
      read(shop);
      assertThat(shop.server.routes()).containsAll(operations());
      assertThat(operations()).containsAll(Set.copyOf(shop.server.routes()));
      whatGoesWell(shop);
      whatIsRefused(shop);
      theNamesAreThoseThatAreTaken(shop);
    }
    Duration patience = Duration.ofSeconds(20);
    whileBusy(new ServingSettings(0, patience, Duration.ofSeconds(60)), 503);
    whileBusy(new ServingSettings(9, Duration.ZERO, Duration.ZERO), 504);
    withoutToken();
    assertThat(tried).containsExactlyElementsOf(documented());
  }

  private Set<String> operations() {
    Set<String> all = new TreeSet<>();
    documented().forEach(what -> all.add(what.substring(0, what.lastIndexOf(' '))));
    Set<String> upper = new TreeSet<>();
    all.forEach(
        what -> upper.add(what.split(" ")[0].toUpperCase(Locale.ROOT) + " " + what.split(" ")[1]));
    return upper;
  }

  private void whatGoesWell(TestServer shop) throws InterruptedException {
    tried("post", ONE, shop.visitor.post(ONE, ITEMS));
    tried("post", ONE, shop.visitor.post(ONE, ITEMS.replace("}", ",\"run\":\"psrgat\"}")));
    tried("post", ONE, shop.visitor.post(ONE, "{\"items\":[],\"unknown\":\"popular\"}"));
    tried("get", ONE, shop.visitor.get(ONE + "?session_id=s&item_id=item%203&user_consent=true"));
    tried("post", BATCH, shop.visitor.post(BATCH, SESSIONS));
    tried("post", CLICKS, shop.visitor.post(path(CLICKS), ITEMS));
    String only = ITEMS.replace("}", ",\"recommend\":false}");
    tried("post", CLICKS, shop.visitor.post(path(CLICKS), only));
    tried("delete", SESSION, shop.visitor.delete(path(SESSION)));
    tried("get", "/v1/runs", shop.visitor.get("/v1/runs"));
    tried("get", FIGURES, shop.visitor.get(path(FIGURES)));
    tried("post", EXPLAIN, shop.visitor.post(EXPLAIN, ITEMS));
    tried("get", FOUND, shop.visitor.get(FOUND + "?q=item&k=3"));
    tried("get", "/", shop.visitor.get("/"));
    tried("get", FILE, shop.visitor.get(path(FILE)));
    tried("get", "/healthz", shop.visitor.get("/healthz"));
    while (shop.visitor.get("/readyz").status() != 200) {
      Thread.sleep(10);
    }
    tried("get", "/readyz", shop.visitor.get("/readyz"));
    tried("get", "/metrics", shop.admin().get("/metrics"));
    tried("post", RELOAD, shop.admin().post(path(RELOAD), ""));
    tried("post", WITHDRAWN, shop.admin().post(WITHDRAWN, "{\"withdraw\":[\"item 3\",\"x\"]}"));
    tried("get", WITHDRAWN, shop.admin().get(WITHDRAWN));
  }

  private void whatIsRefused(TestServer shop) {
    for (String template : List.of(ONE, BATCH, CLICKS, EXPLAIN)) {
      Asked visitor = shop.visitor;
      tried("post", template, visitor.post(path(template), "{"));
      String body = template.equals(BATCH) ? SESSIONS : ITEMS;
      tried(
          "post",
          template,
          visitor.post(path(template), body.replaceFirst("}$", ",\"run\":\"x\"}")));
      tried("post", template, visitor.post(path(template), TOO_LONG));
      tried(
          "post",
          template,
          visitor.send(visitor.request(path(template)).POST(BodyPublishers.ofString(body))));
    }
    tried("get", ONE, shop.visitor.get(ONE));
    tried("get", ONE, shop.visitor.get(ONE + "?item_id=a&run=x"));
    tried("get", FOUND, shop.visitor.get(FOUND + "?k=0"));
    tried("get", FOUND, shop.visitor.get(FOUND + "?run=x"));
    tried("get", FIGURES, shop.visitor.get("/v1/runs/x"));
    tried("get", FILE, shop.visitor.get("/page/x"));
    tried("post", RELOAD, shop.admin().post(path(RELOAD), "{}"));
    tried("post", WITHDRAWN, shop.admin().post(WITHDRAWN, "{}"));
    tried("post", WITHDRAWN, shop.admin().post(WITHDRAWN, TOO_LONG));
    tried(
        "post",
        WITHDRAWN,
        shop.admin().send(shop.admin().request(WITHDRAWN).POST(BodyPublishers.ofString("{}"))));
    tried(
        "post",
        WITHDRAWN,
        shop.admin()
            .send(shop.admin().posting(WITHDRAWN, "{}").header("Origin", "http://a.example")));
    tried("post", RELOAD, shop.admin().post(RELOAD.replace("{run}", "x"), ""));
    tried("post", RELOAD, shop.admin().post(path(RELOAD), TOO_LONG));
    tried(
        "post",
        RELOAD,
        shop.admin().send(shop.admin().request(path(RELOAD)).POST(BodyPublishers.ofString("{}"))));
    tried(
        "post",
        RELOAD,
        shop.admin()
            .send(shop.admin().posting(path(RELOAD), "").header("Origin", "http://a.example")));
    tried("post", RELOAD, shop.admin().post(path(RELOAD), "{\"folder\":\"nowhere\"}"));
  }

  /** The server lists the names that it knows when it meets another. */
  private void theNamesAreThoseThatAreTaken(TestServer shop) {
    Map<String, String> bodies =
        Map.of(ONE, "Question", BATCH, "Batch", CLICKS, "Clicks", EXPLAIN, "Question");
    bodies.forEach(
        (template, schema) -> {
          String detail = shop.visitor.post(path(template), "{\"zzz\":1}").detail();
          assertThat(names(detail)).isEqualTo(fields(schema));
        });
    String session = shop.visitor.post(BATCH, "{\"sessions\":[{\"zzz\":1}]}").detail();
    assertThat(names(session)).isEqualTo(fields("Session"));
    for (String template : List.of(ONE, FOUND)) {
      Set<String> query = new TreeSet<>();
      document
          .path("paths")
          .path(template)
          .at("/get/parameters")
          .forEach(parameter -> query.add(parameter.get("name").asText()));
      assertThat(names(shop.visitor.get(template + "?zzz=1").detail())).isEqualTo(query);
    }
  }

  private static Set<String> names(String detail) {
    String list = detail.substring(detail.indexOf("is none of ") + "is none of ".length());
    return new TreeSet<>(List.of(list.split(", ")));
  }

  private Set<String> fields(String schema) {
    Set<String> names = new TreeSet<>();
    document
        .at("/components/schemas/" + schema + "/properties")
        .fieldNames()
        .forEachRemaining(names::add);
    return names;
  }

  private void whileBusy(ServingSettings serving, int status) throws Exception {
    try (TestServer shop =
        TestServer.with(TestServer.settings(serving, Optional.empty()), "srgnn")) {
      if (status == 503) {
        tried("get", "/readyz", shop.visitor.get("/readyz")); // it has begun to warm up
      }
      List<Back> all = new ArrayList<>();
      for (String template : List.of(ONE, BATCH, CLICKS, EXPLAIN)) {
        Back back = shop.visitor.post(path(template), template.equals(BATCH) ? SESSIONS : ITEMS);
        tried("post", template, back);
        all.add(back);
      }
      Map<String, String> gets =
          Map.of(ONE, ONE + "?item_id=a", FOUND, FOUND, FIGURES, path(FIGURES));
      gets.forEach(
          (template, path) -> {
            Back back = shop.visitor.get(path);
            tried("get", template, back);
            all.add(back);
          });
      assertThat(all).allMatch(back -> back.status() == status);
      assertThat(all).allMatch(back -> back.header("Retry-After").equals("1"));
    }
  }

  private void withoutToken() throws Exception {
    Path file = Files.writeString(temp.resolve("token"), "0123456789abcdef");
    ServerSettings guarded =
        TestServer.settings(TestServer.settings().serving(), Optional.of(BearerToken.read(file)));
    try (TestServer shop = TestServer.with(guarded, "srgnn")) {
      for (String operation : operations()) {
        String method = operation.split(" ")[0];
        String template = operation.split(" ")[1];
        boolean admin = template.startsWith("/admin/") || template.equals("/metrics");
        Asked asked = admin ? shop.admin() : shop.visitor;
        Function<String, Back> ask =
            switch (method) {
              case "GET" -> asked::get;
              case "DELETE" -> asked::delete;
              default -> path -> asked.post(path, "{}");
            };
        Back back = ask.apply(path(template));
        boolean open =
            document
                .path("paths")
                .path(template)
                .path(method.toLowerCase(Locale.ROOT))
                .has("security");
        if (open) {
          assertThat(back.status()).isNotEqualTo(401);
        } else {
          assertThat(back.status()).isEqualTo(401);
          tried(method.toLowerCase(Locale.ROOT), template, back);
        }
      }
    }
  }
}
