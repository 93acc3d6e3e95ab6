package io.sbr.kernels.cpu.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every task once, whatever happens: exceptions, nesting, a busy team, sleeping workers. */
@Timeout(60)
class ThreadTeamTest {
  @Test
  void everyTaskRunsOnce() {
    try (ThreadTeam team = new ThreadTeam(3)) {
      for (int round = 0; round < 20_000; round++) {
        int tasks = round % 17;
        AtomicIntegerArray runs = new AtomicIntegerArray(17);
        team.run(tasks, runs::incrementAndGet);
        for (int i = 0; i < 17; i++) {
          assertThat(runs.get(i)).isEqualTo(i < tasks ? 1 : 0);
        }
      }
    }
  }

  @Test
  void workersTakePartAlsoAfterTheySlept() throws InterruptedException {
    try (ThreadTeam team = new ThreadTeam(2)) {
      for (int round = 0; round < 3; round++) {
        Thread.sleep(20); // far beyond the time a worker spins
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        CountDownLatch both = new CountDownLatch(2);
        // Each task waits for the other, so one thread alone would never come to the end.
        team.run(
            2,
            task -> {
              seen.add(Thread.currentThread());
              both.countDown();
              await(both);
            });
        assertThat(seen).hasSize(2).contains(Thread.currentThread());
      }
    }
  }

  @Test
  void anExceptionReachesTheCallerAndTheTeamLives() {
    try (ThreadTeam team = new ThreadTeam(2)) {
      for (int round = 0; round < 200; round++) {
        int bad = round % 20;
        assertThatThrownBy(
                () ->
                    team.run(
                        20,
                        task -> {
                          if (task == bad) {
                            throw new ArithmeticException("task " + task);
                          }
                        }))
            .isInstanceOf(ArithmeticException.class)
            .hasMessage("task " + bad);
        AtomicInteger runs = new AtomicInteger();
        team.run(10, task -> runs.incrementAndGet());
        assertThat(runs).hasValue(10);
      }
      assertThatThrownBy(
              () ->
                  team.run(
                      4,
                      task -> {
                        throw new StackOverflowError("an error too");
                      }))
          .isInstanceOf(StackOverflowError.class);
    }
  }

  @Test
  void aRegionInsideATaskRunsOnItsOwnThread() {
    try (ThreadTeam team = new ThreadTeam(2)) {
      AtomicInteger runs = new AtomicInteger();
      team.run(
          4,
          outer -> {
            Thread own = Thread.currentThread();
            team.run(
                5,
                inner -> {
                  assertThat(Thread.currentThread()).isSameAs(own);
                  runs.incrementAndGet();
                });
          });
      assertThat(runs).hasValue(20);
    }
  }

  @Test
  void callersThatFindTheTeamBusyDoTheirWorkAlone() throws InterruptedException {
    try (ThreadTeam team = new ThreadTeam(2)) {
      AtomicInteger runs = new AtomicInteger();
      List<Thread> callers = new ArrayList<>();
      for (int c = 0; c < 4; c++) {
        Thread caller =
            new Thread(
                () -> {
                  for (int round = 0; round < 2000; round++) {
                    team.run(5, task -> runs.incrementAndGet());
                  }
                });
        caller.start();
        callers.add(caller);
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(runs).hasValue(4 * 2000 * 5);
    }
  }

  @Test
  void workersAreDaemonsAndEndWithTheTeam() throws InterruptedException {
    ThreadTeam team = new ThreadTeam(3);
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    CountDownLatch all = new CountDownLatch(3);
    team.run(
        3,
        task -> {
          seen.add(Thread.currentThread());
          all.countDown();
          await(all);
        });
    seen.remove(Thread.currentThread());
    assertThat(seen).hasSize(2).allMatch(Thread::isDaemon);
    team.close();
    for (Thread worker : seen) {
      worker.join(10_000);
      assertThat(worker.isAlive()).isFalse();
    }
    AtomicInteger runs = new AtomicInteger();
    team.run(7, task -> runs.incrementAndGet());
    assertThat(runs).hasValue(7);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
