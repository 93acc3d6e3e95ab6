package io.sbr.server.visit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions in a real Redis. */
@Timeout(60)
class RedisSessionsTest {
  private static final Visit NONE = new Visit(List.of(), List.of());

  private final List<String> notes = new CopyOnWriteArrayList<>();

  private RedisSessions open(RedisServer redis, Duration expiry) {
    VisitSettings settings = new VisitSettings(expiry, 1, 3, Optional.of(redis.url()));
    return RedisSessions.open(redis.url(), settings, notes::add);
  }

  private static Visit clicks(String... items) {
    Instant[] times = new Instant[items.length];
    Arrays.setAll(times, c -> Instant.ofEpochMilli(1_700_000_000_123L + c));
    return new Visit(List.of(items), List.of(times));
  }

  private static <T> T done(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static Visit find(SessionStore store, String id) {
    return done(store.with(id, NONE));
  }

  @Test
  void serversShareSessions() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisSessions one = open(redis, Duration.ofMinutes(30));
        RedisSessions other = open(redis, Duration.ofMinutes(30))) {
      done(one.add("s", clicks("a:1", "\ud83d\udc5f, \"b\"")));
      assertThat(find(other, "s")).isEqualTo(clicks("a:1", "\ud83d\udc5f, \"b\""));
      assertThat(done(other.with("s", clicks("c", "d"))).items())
          .containsExactly("\ud83d\udc5f, \"b\"", "c", "d");
      assertThat(find(one, "s").items()).hasSize(2); // what is asked is not kept
      done(other.add("s", clicks("c", "d")));
      assertThat(find(one, "s").items()).containsExactly("\ud83d\udc5f, \"b\"", "c", "d");
      done(one.forget("s"));
      assertThat(find(other, "s")).isEqualTo(NONE);
      done(one.forget("s"));
    }
  }

  /** Adding is one step: of clicks that come at once none is lost. */
  @Test
  void clicksOfTwoServersAtOnceAllStay() throws Exception {
    VisitSettings many = new VisitSettings(Duration.ofMinutes(30), 1, 1000, Optional.empty());
    try (RedisServer redis = RedisServer.start();
        RedisSessions one = RedisSessions.open(redis.url(), many, notes::add);
        RedisSessions other = RedisSessions.open(redis.url(), many, notes::add)) {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int c = 0; c < 300; c++) {
        all.add((c % 2 == 0 ? one : other).add("s", clicks("i" + c)).toCompletableFuture());
      }
      all.forEach(CompletableFuture::join);
      assertThat(find(one, "s").items())
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 300).mapToObj(c -> "i" + c).toList());
    }
  }

  @Test
  void sessionsAreForgottenSomeTimeAfterTheirLastClick() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisSessions store = open(redis, Duration.ofMillis(900))) {
      done(store.add("s", clicks("a")));
      Thread.sleep(600);
      done(store.add("s", clicks("b")));
      Thread.sleep(600);
      assertThat(find(store, "s").items()).containsExactly("a", "b"); // which is no click
      Thread.sleep(600);
      assertThat(find(store, "s")).isEqualTo(NONE);
    }
  }

  @Test
  void withoutRedisNothingIsKeptAndThatIsSaid() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisSessions store = open(redis, Duration.ofMinutes(30))) {
      done(store.add("s", clicks("a")));
      redis.kill();
      until(() -> !store.isThere());
      unavailable(store.with("s", NONE), false);
      unavailable(store.add("s", clicks("b")), false);
      unavailable(store.forget("s"), false);
      assertThat(notes).hasSize(1);
      assertThat(notes.get(0)).startsWith("sessions: redis at 127.0.0.1:").contains(" is gone");
      redis.again();
      until(() -> notes.size() == 2);
      assertThat(notes.get(1))
          .contains(" is back after ")
          .endsWith("with 0 keys, started anew: what it had not saved by then is lost");
      done(store.add("s", clicks("c")));
      assertThat(find(store, "s").items()).containsExactly("c"); // b was not kept for later
    }
  }

  /** What was sent may have been done; it is not sent a second time. */
  @Test
  void ofASilentRedisNobodyKnows() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisSessions store = open(redis, Duration.ofMinutes(30))) {
      redis.signal("STOP");
      unavailable(store.with("s", NONE), false);
      unavailable(store.add("s", clicks("a")), true);
      redis.signal("CONT");
      Thread.sleep(300);
      assertThat(find(store, "s").items()).containsExactly("a");
      redis.signal("STOP");
      CompletionStage<Void> add = store.add("s", clicks("b"));
      redis.kill();
      redis.again();
      unavailable(add, true);
      until(store::isThere);
      Thread.sleep(300);
      assertThat(find(store, "s")).isEqualTo(NONE);
    }
  }

  @Test
  void whatIsNoRedisIsRefusedInALine() {
    VisitSettings settings = VisitSettings.DEFAULT;
    assertThatThrownBy(() -> RedisSessions.open("redis://127.0.0.1:1", settings, notes::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("redis at 127.0.0.1:1 cannot be used: ")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> RedisSessions.open("http://127.0.0.1", settings, notes::add))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private interface Condition {
    boolean holds();
  }

  private static void until(Condition condition) throws InterruptedException {
    for (int i = 0; i < 400 && !condition.holds(); i++) {
      Thread.sleep(25);
    }
    assertThat(condition.holds()).isTrue();
  }

  private static void unavailable(CompletionStage<?> stage, boolean unsure) {
    assertThatThrownBy(() -> stage.toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            SessionsUnavailableException.class, e -> assertThat(e.isUnsure()).isEqualTo(unsure));
  }
}
