package io.sbr.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.models.Fixtures;
import io.sbr.models.TestBackends;
import io.sbr.tensor.Backend;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recommender may be closed at any moment; its memory outlives the calls that read it. */
@Timeout(120)
class ClosingTest {
  @TempDir static Path temp;
  private static List<Path> runs;

  @BeforeAll
  static void train() {
    runs = HotSwap.train(temp);
  }

  @Test
  void noAnswerIsWrongWhileRecommendersAreReplaced() throws Exception {
    HotSwap.Outcome outcome = HotSwap.run(runs, 12, 16);
    assertThat(outcome.wrong()).isEmpty();
    assertThat(outcome.answers()).isGreaterThan(12);
  }

  @Test
  void everyCallAfterClosingIsRefusedInASentence() {
    SessionRecommender shop = SessionRecommender.load(runs.get(0), "cpu", 1);
    RunEvaluation.of(shop, Fixtures.madeUp(), List.of(5), (done, total) -> true);
    shop.close();
    shop.close();
    List<Runnable> calls =
        List.of(
            () -> shop.recommend(List.of("item-3"), 5),
            () -> shop.recommend(List.of("nowhere"), 5),
            () -> shop.scores(List.of("item-3"), List.of("item-4")),
            () -> shop.explain(List.of("item-3"), 5, false),
            () -> RunEvaluation.of(shop, Fixtures.madeUp(), List.of(5), (done, total) -> true));
    for (Runnable call : calls) {
      assertThatThrownBy(call::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this recommender is closed");
    }
    assertThat(shop.items().size()).isEqualTo(50); // what is no call still answers
  }

  @Test
  void closingWaitsForTheCallInFlight() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean closed = new AtomicBoolean();
    try (Backend backend = TestBackends.poisoned(1)) {
      SessionRecommender shop = SessionRecommender.load(runs.get(0), backend);
      double[] expected = shop.scores(List.of("item-3"), shop.items().ids());
      Thread asking =
          new Thread(
              () ->
                  RunEvaluation.of(
                      shop,
                      Fixtures.madeUp(),
                      List.of(5),
                      (done, total) -> {
                        inside.countDown();
                        await(goOn);
                        // made from inside a call, so it is answered although closing has begun
                        assertThat(shop.scores(List.of("item-3"), shop.items().ids()))
                            .containsExactly(expected);
                        assertThatThrownBy(shop::close)
                            .hasMessage("closed from inside one of its own calls");
                        return true;
                      }));
      AtomicBoolean failed = new AtomicBoolean();
      asking.setUncaughtExceptionHandler((thread, e) -> failed.set(true));
      asking.start();
      await(inside);
      Thread closing =
          new Thread(
              () -> {
                shop.close();
                closed.set(true);
              });
      closing.start();
      while (closing.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertThat(closed).isFalse();
      assertThatThrownBy(() -> shop.recommend(List.of("item-3"), 5)) // at once, it does not wait
          .hasMessage("this recommender is closed");
      goOn.countDown();
      asking.join();
      closing.join();
      assertThat(failed).isFalse();
      assertThat(closed).isTrue();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
