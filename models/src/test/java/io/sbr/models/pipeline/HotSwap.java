package io.sbr.models.pipeline;

import io.sbr.models.Fixtures;
import io.sbr.models.TestBackends;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
import io.sbr.tensor.Backend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * What a server does that reloads its runs: two recommenders on one backend whose released memory
 * is poisoned, asked by many threads, and again and again one of them is replaced and closed. Every
 * answer must be the right one, or say that its recommender is closed.
 */
final class HotSwap {
  private static final RankingOptions TOP = RankingOptions.top(10);

  private final List<Path> runs;
  private final List<Clicks> questions;
  private final AtomicReferenceArray<SessionRecommender> current = new AtomicReferenceArray<>(2);
  private final List<List<Recommendation>> expected = new ArrayList<>();
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  /**
   * What came of it.
   *
   * @param answers right ones
   * @param refused calls that were told that the recommender is closed
   * @param wrong every other outcome
   */
  record Outcome(long answers, long refused, List<String> wrong) {}

  private HotSwap(List<Path> runs) {
    this.runs = runs;
    questions =
        IntStream.range(0, 40)
            .mapToObj(i -> Clicks.of("item-" + (1 + i % 50), "item-" + (1 + i * 7 % 50)))
            .toList();
  }

  /** Two small runs of different weights. */
  static List<Path> train(Path folder) {
    List<Path> runs = new ArrayList<>();
    for (long seed : new long[] {3, 4}) {
      Path run = folder.resolve("run" + seed);
      try (Backend backend = TestBackends.cpu("auto", 2)) {
        TrainingRun.train(
            run,
            false,
            Fixtures.madeUp(),
            Fixtures.settings(Protocol.HONEST, 1, seed),
            Map.of(),
            Optional.of(backend),
            TrainListener.NONE,
            () -> false);
      }
      runs.add(run);
    }
    return runs;
  }

  /** Replaces recommenders so many times under so many threads. */
  static Outcome run(List<Path> runs, int swaps, int threads) throws InterruptedException {
    try (Backend backend = TestBackends.poisoned(2)) {
      return new HotSwap(runs).run(backend, swaps, threads);
    }
  }

  private Outcome run(Backend backend, int swaps, int threads) throws InterruptedException {
    for (int r = 0; r < 2; r++) {
      SessionRecommender recommender = SessionRecommender.load(runs.get(r), backend);
      current.set(r, recommender);
      expected.add(questions.stream().map(clicks -> recommender.recommend(clicks, TOP)).toList());
    }
    List<Thread> askers =
        IntStream.range(0, threads).mapToObj(t -> new Thread(() -> ask(t), "ask-" + t)).toList();
    askers.forEach(Thread::start);
    for (int swap = 0; swap < swaps; swap++) {
      int r = swap % 2;
      SessionRecommender old = current.getAndSet(r, SessionRecommender.load(runs.get(r), backend));
      Thread second = new Thread(old::close); // two threads that close are no more than one
      second.start();
      old.close();
      second.join();
    }
    over = true;
    for (Thread asker : askers) {
      asker.join();
    }
    current.get(0).close();
    current.get(1).close();
    return new Outcome(answers.get(), refused.get(), List.copyOf(wrong));
  }

  private void ask(int thread) {
    for (int i = thread; !over; i++) {
      int r = i % 2;
      int question = i % questions.size();
      try {
        Recommendation answer = current.get(r).recommend(questions.get(question), TOP);
        if (answer.equals(expected.get(r).get(question))) {
          answers.incrementAndGet();
        } else {
          wrong.add("run " + r + ", question " + question + ": " + answer);
        }
      } catch (RuntimeException e) {
        if (e instanceof IllegalStateException
            && SessionRecommender.CLOSED.equals(e.getMessage())) {
          refused.incrementAndGet();
        } else {
          wrong.add(e.toString());
        }
      }
    }
  }

  /** The long form: {@code HotSwap [swaps] [threads]}. */
  public static void main(String[] args) throws Exception {
    int swaps = args.length > 0 ? Integer.parseInt(args[0]) : 2000;
    int threads = args.length > 1 ? Integer.parseInt(args[1]) : 16;
    List<Path> runs = train(Files.createTempDirectory("hot-swap"));
    long begin = System.nanoTime();
    Outcome outcome = run(runs, swaps, threads);
    System.out.printf(
        "%d swaps under %d threads: %d right answers, %d refused, %d wrong; %d s%n",
        swaps,
        threads,
        outcome.answers(),
        outcome.refused(),
        outcome.wrong().size(),
        (System.nanoTime() - begin) / 1_000_000_000L);
    outcome.wrong().stream().limit(5).forEach(System.out::println);
  }
}
