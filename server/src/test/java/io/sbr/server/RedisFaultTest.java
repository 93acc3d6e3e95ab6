package io.sbr.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.models.pipeline.Recommendation.Item;
import io.sbr.models.pipeline.SessionRecommender;
import io.sbr.server.Asked.Back;
import io.sbr.server.visit.RedisServer;
import io.sbr.server.visit.VisitSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two servers share sessions in a Redis that is killed and started anew while visitors click: every
 * answer is the one to a session's last clicks, as many as it says, and to nothing else.
 */
@Timeout(180)
class RedisFaultTest {
  private static final int CLICKS = 8;

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger shortened = new AtomicInteger();

  private static VisitSettings visits(RedisServer redis) {
    return new VisitSettings(Duration.ofMinutes(5), 1, 100, Optional.of(redis.url()));
  }

  @Test
  void killedAndStartedAnewUnderLoadItCostsNoWrongAnswer() throws Exception {
    try (RedisServer redis = RedisServer.start();
        TestServer one = TestServer.remembering(visits(redis), "srgnn");
        TestServer other = TestServer.remembering(visits(redis), "srgnn");
        SessionRecommender run =
            SessionRecommender.load(TestServer.KEPT.resolve("srgnn"), one.backend)) {
      List<CompletableFuture<Void>> visitors = new ArrayList<>();
      for (int v = 0; v < 3; v++) {
        int number = v;
        visitors.add(CompletableFuture.runAsync(() -> click(number, one, other, run)));
      }
      for (int kill = 0; kill < 4; kill++) {
        untilAnswered(answered.get() + 60);
        redis.kill();
        int before = refused.get();
        while (refused.get() < before + 3) {
          Thread.sleep(10);
        }
        // Whoever needs no session is answered meanwhile.
        assertThat(one.visitor.post("/v1/recommend", "{\"items\":[\"item 3\"]}").status())
            .isEqualTo(200);
        redis.again();
      }
      untilAnswered(answered.get() + 60);
      over.set(true);
      for (CompletableFuture<Void> visitor : visitors) {
        visitor.get();
      }
      assertThat(one.notes.stream().filter(note -> note.contains("is gone"))).hasSize(4);
      assertThat(one.notes.stream().filter(note -> note.contains("what it had not saved")))
          .hasSize(4);
      assertThat(refused.get()).isPositive();
      assertThat(shortened.get()).isPositive(); // sessions that were lost, and said so
    }
  }

  private void untilAnswered(int count) throws InterruptedException {
    while (answered.get() < count) {
      Thread.sleep(10);
    }
  }

  private void click(int visitor, TestServer one, TestServer other, SessionRecommender run) {
    for (int session = 0; !over.get(); session++) {
      List<String> kept = new ArrayList<>(); // all that may be there, oldest first
      String path = "/v1/sessions/v%d-%d/clicks".formatted(visitor, session);
      for (int c = 0; c < CLICKS && !over.get(); c++) {
        String item = "item " + (1 + (visitor * 7 + session * 5 + c * 3) % 23);
        String body = "{\"items\":[\"%s\"],\"user_consent\":true,\"k\":5}".formatted(item);
        Back back = (c % 2 == 0 ? one : other).visitor.post(path, body);
        if (back.status() == 200) {
          kept.add(item);
          check(back.json(), kept, run);
          answered.incrementAndGet();
        } else {
          assertThat(back.status()).as(back.detail()).isIn(503, 504);
          assertThat(back.header("Retry-After")).isEqualTo("1");
          refused.incrementAndGet();
          if (back.status() == 504) {
            break; // whether the click is kept is not known: another session
          }
          c--; // asked again: it was not kept
        }
      }
    }
  }

  private void check(JsonNode answer, List<String> kept, SessionRecommender run) {
    int known = answer.get("known_clicks").asInt();
    assertThat(known).isBetween(1, kept.size());
    if (known < kept.size()) {
      shortened.incrementAndGet();
    }
    List<String> last = List.copyOf(kept.subList(kept.size() - known, kept.size()));
    List<Item> expected = run.recommend(last, 5).items();
    assertThat(answer.get("items").findValuesAsText("item"))
        .isEqualTo(expected.stream().map(Item::id).toList());
    kept.subList(0, kept.size() - known).clear(); // lost, and it does not come back
  }
}
