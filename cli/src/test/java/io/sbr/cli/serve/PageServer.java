package io.sbr.cli.serve;

import io.sbr.models.catalogue.Catalogue;
import io.sbr.models.catalogue.ItemAttributes;
import io.sbr.server.Server;
import io.sbr.server.ServerSettings;
import io.sbr.server.api.AccessLog;
import io.sbr.server.api.BearerToken;
import io.sbr.server.api.ShopRules;
import io.sbr.server.http.HttpPlace;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A server of kept runs, whose items have titles, and where a session stands on its page. */
final class PageServer implements AutoCloseable {
  /** One of each kind of explanation; the first is shown where the address names none. */
  static final List<String> RUNS =
      List.of("srgnn", "v-sknn", "ar", "pop", "sasrec", "srgnn+v-sknn");

  static final List<String> SESSION = List.of("item 3", "item 8", "item 3", "item 5");

  /** Whose title is HTML that would do something. */
  static final String SLY = "item, 24";

  static final String SLY_TITLE = "<img src=x onerror=\"document.title='sly'\"> & <b>Boots</b>";

  /** Whose title is one long word. */
  static final String LONG = "item 9";

  static final String LONG_TITLE = "Boot".repeat(30);

  /** Of Jetty, which says more than a test needs. Held, or its level is forgotten. */
  private static final Logger LIBRARY = Logger.getLogger("org.eclipse.jetty");

  private final Backend backend = Backends.choose("cpu", 1).backend();
  private final Server server;

  PageServer(Optional<BearerToken> token) throws IOException {
    LIBRARY.setLevel(Level.SEVERE);
    Map<String, Path> runs = new LinkedHashMap<>();
    RUNS.forEach(name -> runs.put(name, ServeOptionsTest.KEPT.resolve(name)));
    ServerSettings usual = ServerSettings.at(new HttpPlace("127.0.0.1", 0, Optional.empty()));
    ServerSettings settings =
        new ServerSettings(
            usual.place(),
            usual.admin(),
            token,
            usual.cors(),
            usual.http(),
            usual.ask(),
            usual.serving(),
            usual.visits(),
            usual.watch(),
            usual.drain());
    ShopRules rules = ShopRules.of(Catalogue.of(ItemAttributes.of(attributes())));
    server = Server.start(runs, backend, settings, rules, AccessLog.OFF, note -> {});
  }

  private static Map<String, Map<String, String>> attributes() {
    Map<String, Map<String, String>> all = new HashMap<>();
    for (int i = 1; i < 24; i++) {
      String category = i % 2 == 0 ? "shoes" : "boots";
      all.put("item " + i, Map.of("title", "Model No. " + i, "category", category));
    }
    all.put(LONG, Map.of("title", LONG_TITLE));
    all.put(SLY, Map.of("title", SLY_TITLE, "category", "<i>boots</i>"));
    return all;
  }

  /** Where a session is shown by a run. */
  String address(String run, List<String> items) {
    StringBuilder address = new StringBuilder(address()).append("#run=").append(encoded(run));
    items.forEach(id -> address.append("&item=").append(encoded(id)));
    return address.toString();
  }

  /** The page as one begins. */
  String address() {
    return "http://127.0.0.1:%d/".formatted(server.port());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.close();
    backend.close();
  }
}
