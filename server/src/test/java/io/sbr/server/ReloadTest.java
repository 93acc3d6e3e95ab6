package io.sbr.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sbr.server.Asked.Back;
import io.sbr.server.api.Cors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run is replaced under load: every request is answered, by one version or the other. */
@Timeout(180)
class ReloadTest {
  private static final String RELOAD = "/admin/v1/runs/shop/reload";
  private static final List<String> KINDS = List.of("srgnn", "tagnn", "vmis-knn");

  @TempDir Path temp;

  private static String question(int q) {
    return "{\"items\":[\"item %d\",\"item %d\"],\"k\":5}".formatted(1 + q % 20, 1 + q * 7 % 20);
  }

  private static String folder(Path run) {
    ObjectNode body = Asked.MAPPER.createObjectNode();
    return body.put("folder", run.toAbsolutePath().toString()).toString();
  }

  /** Memory that is given back is poisoned, so an answer from a freed version would be wrong. */
  @Test
  void everyAnswerIsThatOfTheVersionItNames() throws Exception {
    Path first = TestServer.KEPT.resolve(KINDS.get(0));
    try (TestServer shop = TestServer.of(Map.of("shop", first), TestServer.settings())) {
      Map<String, JsonNode> expected = new ConcurrentHashMap<>();
      for (String kind : KINDS) {
        Back loaded = shop.admin().post(RELOAD, folder(TestServer.KEPT.resolve(kind)));
        assertThat(loaded.status()).as(loaded.response().body()).isEqualTo(200);
        String version = loaded.json().get("version").asText();
        for (int q = 0; q < 20; q++) {
          expected.put(version + q, shop.visitor.post("/v1/recommend", question(q)).json());
        }
      }
      AtomicInteger right = new AtomicInteger();
      ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
      List<Thread> askers = new ArrayList<>();
      AtomicBoolean over = new AtomicBoolean();
      for (int t = 0; t < 4; t++) {
        int from = t * 5;
        Thread thread =
            new Thread(
                () ->
                    IntStream.iterate(from, q -> (q + 1) % 20)
                        .takeWhile(q -> !over.get())
                        .forEach(
                            q -> {
                              Back back = shop.visitor.post("/v1/recommend", question(q));
                              String version = back.json().path("version").asText();
                              if (back.json().equals(expected.get(version + q))) {
                                right.incrementAndGet();
                              } else {
                                wrong.add(back.status() + " " + back.response().body());
                              }
                            }));
        askers.add(thread);
        thread.start();
      }
      for (int swap = 0; swap < 12; swap++) {
        Path next = TestServer.KEPT.resolve(KINDS.get(swap % KINDS.size()));
        assertThat(shop.admin().post(RELOAD, folder(next)).status()).isEqualTo(200);
      }
      over.set(true);
      for (Thread asker : askers) {
        asker.join();
      }
      assertThat(wrong).isEmpty();
      assertThat(right.get()).isGreaterThan(12);
    }
  }

  @Test
  void aBadFolderLeavesTheOldVersionServing() throws Exception {
    Path run = temp.resolve("run");
    TestServer.copy(TestServer.KEPT.resolve("srgnn"), run);
    try (TestServer shop = TestServer.of(Map.of("shop", run), TestServer.settings())) {
      JsonNode before = shop.visitor.post("/v1/recommend", question(3)).json();
      Back nowhere = shop.admin().post(RELOAD, folder(temp.resolve("nowhere")));
      assertThat(nowhere.status()).isEqualTo(422);
      assertThat(nowhere.detail()).contains("goes on").contains("no such run folder");
      Path weights = run.resolve("model.safetensors");
      byte[] bytes = Files.readAllBytes(weights);
      bytes[bytes.length - 3] ^= 1;
      Files.write(weights, bytes);
      Back damaged = shop.admin().post(RELOAD, "");
      assertThat(damaged.status()).isEqualTo(422);
      assertThat(damaged.detail()).contains("model.safetensors");
      assertThat(shop.visitor.post("/v1/recommend", question(3)).json()).isEqualTo(before);
      bytes[bytes.length - 3] ^= 1;
      Files.write(weights, bytes);
      Back mended = shop.admin().post(RELOAD, "");
      assertThat(mended.status()).isEqualTo(200);
      assertThat(mended.json().get("version")).isEqualTo(before.get("version"));
      assertThat(shop.admin().post(RELOAD, "{\"folder\":3}").status()).isEqualTo(400);
      assertThat(shop.admin().post(RELOAD.replace("shop", "other"), "").status()).isEqualTo(404);
      String metrics = shop.admin().get("/metrics").response().body();
      assertThat(metrics)
          .contains("sbr_reloads_total{outcome=\"failed\",run=\"shop\"} 2.0")
          .contains("sbr_reloads_total{outcome=\"done\",run=\"shop\"} 1.0");
    }
  }

  /** A link that points elsewhere, then nowhere, then at a folder that is mended later. */
  @Test
  void aWatchedLinkIsFollowed() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("current"), kept("srgnn"));
    ServerSettings watching =
        TestServer.settings(
            TestServer.settings().serving(),
            Optional.empty(),
            Cors.OFF,
            Optional.of(Duration.ofMillis(20)));
    try (TestServer shop = TestServer.of(Map.of("shop", link), watching)) {
      assertThat(model(shop)).startsWith("srgnn");
      point(link, kept("tagnn"));
      untilModelIs(shop, "tagnn");
      Path half = temp.resolve("half");
      TestServer.copy(kept("vmis-knn"), half);
      Files.move(half.resolve("items.csv.gz"), temp.resolve("later"));
      point(link, half);
      while (shop.notes.stream().noneMatch(note -> note.startsWith("run shop goes on"))) {
        Thread.sleep(10);
      }
      assertThat(model(shop)).startsWith("tagnn");
      Files.move(temp.resolve("later"), half.resolve("items.csv.gz"));
      untilModelIs(shop, "vmis-knn");
      assertThat(shop.notes.get(0)).startsWith("run shop: version ").endsWith("is in service");
    }
  }

  private static Path kept(String name) throws IOException {
    return TestServer.KEPT.resolve(name).toRealPath();
  }

  private void point(Path link, Path target) throws IOException {
    Path next = Files.createSymbolicLink(temp.resolve("next"), target);
    Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String model(TestServer shop) {
    return shop.visitor.post("/v1/recommend", question(1)).json().get("model").asText();
  }

  private static void untilModelIs(TestServer shop, String name) throws InterruptedException {
    while (!model(shop).startsWith(name)) {
      Thread.sleep(10);
    }
  }
}
