package io.sbr.server.api;

import io.sbr.server.http.HttpAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The page for people: files that a browser reads without a token, since it cannot send one with an
 * address that is typed. They hold nothing of any run; what the page shows it asks for as any
 * program does, with the token.
 */
public final class PageRoutes {
  private static final String START = "index.html";

  /** The files beside the start, which the page itself names. */
  private static final Set<String> FILES =
      Set.of(
          "page.css",
          "icon.svg",
          "main.js",
          "server.js",
          "dom.js",
          "items.js",
          "search.js",
          "clicks.js",
          "model.js",
          "movement.js",
          "ranking.js",
          "figures.js",
          "explanation.js",
          "graph.js");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  /** Nothing from elsewhere, and no script or style but in files of their own (CSP level 3). */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private PageRoutes() {}

  /** The routes, all files read. */
  public static List<Route> files() {
    Map<String, HttpAnswer> files = new TreeMap<>();
    FILES.forEach(name -> files.put(name, file(name)));
    HttpAnswer start = file(START);
    return List.of(
        Route.atOnce("GET", "/", true, call -> start),
        Route.atOnce("GET", "/page/{file}", true, call -> found(files, call.path().get("file"))));
  }

  private static HttpAnswer found(Map<String, HttpAnswer> files, String name) {
    HttpAnswer file = files.get(name);
    if (file == null) {
      throw new Problem(404, "the page has no such file");
    }
    return file;
  }

  private static HttpAnswer file(String name) {
    try (InputStream in = PageRoutes.class.getResourceAsStream("/io/sbr/server/page/" + name)) {
      String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
      return HttpAnswer.of(200, type, in.readAllBytes())
          .with("Content-Security-Policy", POLICY)
          .with("X-Content-Type-Options", "nosniff")
          .with("Referrer-Policy", "no-referrer");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
