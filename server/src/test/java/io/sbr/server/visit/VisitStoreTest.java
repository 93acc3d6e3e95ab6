package io.sbr.server.visit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VisitStoreTest {
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final AtomicLong nanos = new AtomicLong();

  @AfterEach
  void end() {
    timer.shutdownNow();
  }

  private VisitStore store(int sessions, int clicks) {
    VisitSettings settings = new VisitSettings(Duration.ofMinutes(30), sessions, clicks);
    return new VisitStore(settings, timer, nanos::get);
  }

  private static Visit clicks(String... items) {
    return new Visit(List.of(items), Collections.nCopies(items.length, Instant.EPOCH));
  }

  @Test
  void clicksAddUpAndOfManyTheLastStay() {
    VisitStore store = store(10, 3);
    assertThat(store.add("s", clicks("a", "b")).items()).containsExactly("a", "b");
    assertThat(store.add("s", clicks("c", "d")).items()).containsExactly("b", "c", "d");
    assertThat(store.add("t", clicks("1", "2", "3", "4")).items()).containsExactly("2", "3", "4");
    assertThat(store.find("s").orElseThrow().times()).hasSize(3);
  }

  @Test
  void aSessionIsForgottenSomeTimeAfterItsLastClick() {
    VisitStore store = store(10, 3);
    store.add("s", clicks("a"));
    nanos.addAndGet(Duration.ofMinutes(29).toNanos());
    store.add("s", clicks("b"));
    nanos.addAndGet(Duration.ofMinutes(29).toNanos());
    assertThat(store.find("s")).isPresent(); // which is no click
    nanos.addAndGet(Duration.ofMinutes(2).toNanos());
    assertThat(store.find("s")).isEmpty();
    assertThat(store.add("s", clicks("c")).items()).containsExactly("c");
  }

  @Test
  void aSessionIsForgottenOnRequest() {
    VisitStore store = store(10, 3);
    store.add("s", clicks("a"));
    store.forget("s");
    store.forget("s");
    assertThat(store.find("s")).isEmpty();
    assertThat(store.size()).isZero();
  }

  @Test
  void theirNumberHasABound() {
    VisitStore store = store(100, 3);
    IntStream.range(0, 10_000).forEach(s -> store.add("s" + s, clicks("a")));
    assertThat(store.size()).isLessThanOrEqualTo(100);
  }

  /** A session of long ids takes the place of several. */
  @Test
  void theirMemoryHasABound() {
    VisitStore store = store(100, 100);
    String[] ids = new String[100];
    Arrays.fill(ids, "x".repeat(512));
    IntStream.range(0, 100).forEach(s -> store.add("s" + s, clicks(ids)));
    assertThat(store.size()).isBetween(1L, 10L);
  }

  /** Memory is given back although nobody asks any more. */
  @Test
  void whatIsOverIsRemovedUnasked() throws Exception {
    VisitStore store = new VisitStore(new VisitSettings(Duration.ofMillis(50), 10, 3), timer);
    store.add("s", clicks("a"));
    for (int i = 0; i < 500 && store.size() > 0; i++) {
      Thread.sleep(20);
    }
    assertThat(store.size()).isZero();
  }
}
