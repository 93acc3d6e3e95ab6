package io.sbr.server.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.models.pipeline.Clicks;
import io.sbr.models.pipeline.Question;
import io.sbr.models.pipeline.RankingOptions;
import io.sbr.models.pipeline.Recommendation;
import io.sbr.server.serving.UnansweredException.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PassQueueTest {
  private static final int CAPACITY = 600;
  private static final int MOST = 500;

  private final Slow first = new Slow("1");
  private final AtomicInteger late = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  /** Answers when it is let, with as many known clicks as were asked; notes what came together. */
  private static final class Slow implements Version {
    final Semaphore passes = new Semaphore(0);
    final Semaphore begun = new Semaphore(0);
    final List<Integer> together = Collections.synchronizedList(new ArrayList<>());
    final RunLabel label;
    volatile boolean answering;
    volatile boolean closed;

    Slow(String version) {
      label = new RunLabel("slow", version, "none");
    }

    @Override
    public RunLabel label() {
      return label;
    }

    @Override
    public int mostSessions() {
      return MOST;
    }

    @Override
    public List<Recommendation> answer(List<Question> questions) {
      answering = true;
      together.add(questions.size());
      begun.release();
      passes.acquireUninterruptibly();
      answering = false;
      if (questions.stream().anyMatch(q -> q.clicks().items().contains("bad"))) {
        throw new IllegalArgumentException("bad");
      }
      return questions.stream()
          .map(q -> new Recommendation(List.of(), q.clicks().items().size(), 0, Set.of()))
          .toList();
    }

    @Override
    public void close() {
      assertThat(answering).isFalse();
      closed = true;
    }
  }

  private PassQueue queue() {
    return new PassQueue(
        first,
        CAPACITY,
        new ServingWatch() {
          @Override
          public void late(String run) {
            late.incrementAndGet();
          }

          @Override
          public void refused(String run) {
            refused.incrementAndGet();
          }
        });
  }

  private static List<Question> questions(int count, String... items) {
    return Collections.nCopies(count, new Question(Clicks.of(items), RankingOptions.top(3)));
  }

  private static long in(long seconds) {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  private static Reason reason(CompletableFuture<Answered> future) {
    return future.handle((answer, failure) -> ((UnansweredException) failure).reason()).join();
  }

  @Test
  void aLoneRequestGoesAtOnceAndThoseThatCameMeanwhileGoTogether() {
    try (PassQueue queue = queue()) {
      CompletableFuture<Answered> alone = queue.ask(questions(1, "a"), in(50));
      first.begun.acquireUninterruptibly(); // nobody else has asked, and none was waited for
      List<CompletableFuture<Answered>> crowd = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        crowd.add(queue.ask(questions(i, "a", "b"), in(50)));
      }
      assertThat(queue.waiting()).isEqualTo(15);
      first.passes.release(2);
      assertThat(alone.join().together()).isEqualTo(1);
      for (int i = 1; i <= 5; i++) {
        Answered answered = crowd.get(i - 1).join();
        assertThat(answered.together()).isEqualTo(15);
        assertThat(answered.answers()).hasSize(i).allMatch(answer -> answer.knownClicks() == 2);
      }
      assertThat(first.together).containsExactly(1, 15);
      assertThat(queue.waiting()).isZero();
    }
  }

  @Test
  void whatDoesNotFitIsRefusedAndAPassHasABound() {
    try (PassQueue queue = queue()) {
      CompletableFuture<Answered> under = queue.ask(questions(1, "a"), in(50));
      first.begun.acquireUninterruptibly();
      CompletableFuture<Answered> half = queue.ask(questions(400, "a"), in(50));
      CompletableFuture<Answered> rest = queue.ask(questions(200, "a"), in(50));
      assertThat(reason(queue.ask(questions(1, "a"), in(50)))).isEqualTo(Reason.FULL);
      assertThat(refused).hasValue(1);
      first.passes.release(3);
      assertThat(under.join().together()).isEqualTo(1);
      assertThat(half.join().together()).isEqualTo(400);
      assertThat(rest.join().together()).isEqualTo(200);
    }
  }

  @Test
  void oneFaultyRequestDoesNotSpoilTheOthers() {
    try (PassQueue queue = queue()) {
      queue.ask(questions(1, "a"), in(50));
      first.begun.acquireUninterruptibly();
      CompletableFuture<Answered> good = queue.ask(questions(1, "a"), in(50));
      CompletableFuture<Answered> bad = queue.ask(questions(2, "bad"), in(50));
      first.passes.release(4);
      assertThat(good.join().answers()).hasSize(1);
      assertThatThrownBy(bad::join)
          .isInstanceOf(CompletionException.class)
          .hasMessageContaining("bad");
    }
  }

  /** Answers that are late are written by whoever is told: others must be able to ask meanwhile. */
  @Test
  void nobodyIsToldWhileTheQueueIsHeld() {
    try (PassQueue queue = queue()) {
      queue.ask(questions(1, "a"), in(50));
      first.begun.acquireUninterruptibly();
      CompletableFuture<Boolean> free =
          queue
              .ask(questions(3, "a"), System.nanoTime())
              .handle(
                  (answer, failure) ->
                      CompletableFuture.supplyAsync(queue::waiting)
                          .handle((waiting, held) -> held == null)
                          .completeOnTimeout(false, 5, TimeUnit.SECONDS)
                          .join());
      first.passes.release(1);
      assertThat(free.join()).isTrue();
    }
  }

  /** Asking again takes as many passes as there were requests: the last ones may be too late. */
  @Test
  void whoseTimeIsOverIsNotAskedAgain() {
    try (PassQueue queue = queue()) {
      queue.ask(questions(1, "a"), in(50));
      first.begun.acquireUninterruptibly();
      CompletableFuture<Answered> bad = queue.ask(questions(1, "bad"), in(50));
      CompletableFuture<Answered> gone = queue.ask(questions(2, "a"), in(50));
      first.passes.release(1);
      first.begun.acquireUninterruptibly(); // both are asked together
      gone.cancel(false);
      first.passes.release(2);
      assertThatThrownBy(bad::join).hasMessageContaining("bad");
      first.passes.release(1); // for the one that must not be asked
    }
    assertThat(first.together).containsExactly(1, 3, 1);
  }

  @Test
  void whoseTimeIsOverIsNotAsked() {
    try (PassQueue queue = queue()) {
      queue.ask(questions(1, "a"), in(50));
      first.begun.acquireUninterruptibly();
      CompletableFuture<Answered> over = queue.ask(questions(3, "a"), System.nanoTime());
      CompletableFuture<Answered> left = queue.ask(questions(1, "a"), in(50));
      left.cancel(false);
      first.passes.release(1);
      assertThat(reason(over)).isEqualTo(Reason.LATE);
    }
    assertThat(late).hasValue(1);
    assertThat(first.together).containsExactly(1);
    assertThat(first.closed).isTrue();
  }

  @Test
  void anotherVersionAnswersFromTheNextPassOn() {
    Slow second = new Slow("2");
    second.passes.release(9);
    try (PassQueue queue = queue()) {
      CompletableFuture<Answered> before = queue.ask(questions(1, "a"), in(50));
      first.begun.acquireUninterruptibly();
      CompletableFuture<Version> replaced = queue.replace(second);
      CompletableFuture<Answered> after = queue.ask(questions(1, "a"), in(50));
      assertThat(replaced).isNotDone(); // it is still answering
      first.passes.release(1);
      assertThat(before.join().run().version()).isEqualTo("1");
      assertThat(after.join().run().version()).isEqualTo("2");
      replaced.join().close();
      assertThat(queue.current()).isSameAs(second);
    }
    assertThat(second.closed).isTrue();
  }

  @Test
  void closingAnswersWhatWaitsAndRefusesTheRest() throws Exception {
    PassQueue queue = queue();
    queue.ask(questions(1, "a"), in(50));
    first.begun.acquireUninterruptibly();
    CompletableFuture<Answered> waiting = queue.ask(questions(1, "a"), in(50));
    Thread closing = new Thread(queue::close);
    closing.start();
    while (closing.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(reason(queue.ask(questions(1, "a"), in(50)))).isEqualTo(Reason.ENDING);
    assertThatThrownBy(() -> queue.replace(new Slow("2"))).hasMessage("the server is ending");
    first.passes.release(2);
    closing.join();
    assertThat(waiting.join().answers()).hasSize(1);
    assertThat(first.closed).isTrue();
  }
}
