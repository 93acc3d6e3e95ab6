package io.sbr.server.serving;

import io.sbr.data.DataException;
import io.sbr.models.ask.AnswerJson;
import io.sbr.models.catalogue.Catalogue;
import io.sbr.models.catalogue.ItemFilter;
import io.sbr.models.pipeline.Clicks;
import io.sbr.models.pipeline.Question;
import io.sbr.models.pipeline.RankingOptions;
import io.sbr.models.pipeline.SessionRecommender;
import io.sbr.models.pipeline.StoredRun;
import io.sbr.server.serving.UnansweredException.Reason;
import io.sbr.tensor.Backend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A run under its name: the version that answers, and how another takes its place. */
public final class ServedRun implements AutoCloseable {
  private final String name;
  private final Backend backend;
  private final Catalogue catalogue;
  private final ServingSettings settings;
  private final ServingWatch watch;
  private final ScheduledExecutorService timer;
  private final PassQueue queue;
  private volatile LoadedVersion current;
  private volatile Path folder;
  private volatile boolean ready;
  private boolean closed; // guarded by this

  /**
   * Loads a run; it answers from now on, though not yet at its full speed.
   *
   * @param backend that all runs compute on; outlives this
   * @param catalogue what is said of items, to each version
   * @param timer for deadlines
   * @throws IllegalArgumentException if the folder holds no run that can answer; one line
   * @throws DataException the same, of its items or transitions
   */
  public ServedRun(
      String name,
      Path folder,
      Backend backend,
      Catalogue catalogue,
      ServingSettings settings,
      ServingWatch watch,
      ScheduledExecutorService timer) {
    this.name = name;
    this.folder = folder;
    this.backend = backend;
    this.catalogue = catalogue;
    this.settings = settings;
    this.watch = watch;
    this.timer = timer;
    current = LoadedVersion.load(name, folder, backend, catalogue);
    queue = new PassQueue(current, settings.queue(), fromReadinessOn(watch));
    watch.serving(current.label());
  }

  /** Passes of the warm-up are nobody's. */
  private ServingWatch fromReadinessOn(ServingWatch watch) {
    return new ServingWatch() {
      @Override
      public void passed(String run, int sessions, int requests, long nanos) {
        if (ready) {
          watch.passed(run, sessions, requests, nanos);
        }
      }

      @Override
      public void refused(String run) {
        watch.refused(run);
      }

      @Override
      public void late(String run) {
        watch.late(run);
      }
    };
  }

  /** What it is served under. */
  public String name() {
    return name;
  }

  /** Where its present version was read. */
  public Path folder() {
    return folder;
  }

  /** The version that answers now. */
  public RunLabel label() {
    return current.label();
  }

  /** Number of items that the present version knows. */
  public int items() {
    return current.recommender().items().size();
  }

  /** Whether the present version knows an item. */
  public boolean knows(String id) {
    return current.recommender().items().number(id) > 0;
  }

  /** What its model reads beside the items of clicks, as the JSON of a question names it. */
  public List<String> reads() {
    return current.recommender().reads().stream().sorted().map(AnswerJson::label).toList();
  }

  /** Whether its present version says which items are popular; those of older programs do not. */
  public boolean knowsPopular() {
    return current.recommender().knowsPopular();
  }

  /**
   * Refuses a filter that cannot be followed.
   *
   * @throws IllegalArgumentException naming a column that the catalogue does not have
   */
  public void check(ItemFilter filter) {
    current.recommender().check(filter);
  }

  /** How the items of the catalogue and the present version's differ, in a line, if they do. */
  public Optional<String> mismatch() {
    return current.recommender().mismatch();
  }

  /**
   * Ids of items that the present version knows, as people look for them: {@link
   * SessionRecommender#find}.
   */
  public List<String> find(String text, int k) {
    return current.recommender().find(text, k);
  }

  /** What the shop says of an item, by column. */
  public Map<String, String> attributes(String id) {
    return current.recommender().attributes(id);
  }

  /**
   * Why the run answers as it does. Takes several passes, and not through the queue.
   *
   * @throws IllegalArgumentException if no click is known, or the options cannot be followed
   */
  public Explained explain(Clicks clicks, RankingOptions options) {
    while (true) {
      LoadedVersion version = current;
      try {
        return new Explained(version.label(), version.recommender().explain(clicks, options));
      } catch (IllegalStateException e) {
        if (version == current) {
          throw e; // it was not closed because another has taken its place
        }
      }
    }
  }

  /**
   * What the folder of the present version says of its training.
   *
   * @return empty if another version stands there by now
   * @throws IllegalArgumentException if a file of it is malformed
   */
  public Optional<StoredRun> stored() {
    LoadedVersion version = current;
    Path from = folder;
    return LoadedVersion.stands(version.label(), from)
        ? Optional.of(StoredRun.read(from))
        : Optional.empty();
  }

  /** Sessions that wait. */
  public int waiting() {
    return queue.waiting();
  }

  /** Whether it is warm. */
  public boolean isReady() {
    return ready;
  }

  /**
   * Warms the first version up while it may answer already; takes seconds.
   *
   * @param asking asks for a session of these ids as a visitor does
   * @return what went wrong, if anything did: a server that is slow at first is better than none,
   *     so the run is ready all the same
   */
  public Optional<Throwable> warmUp(Consumer<List<String>> asking) {
    Duration half = settings.warmUp().dividedBy(2);
    LoadedVersion first = current;
    try {
      try {
        WarmUp.of(first.recommender(), half);
      } catch (IllegalStateException e) {
        // Another version, which was warmed up before it was let in, has taken its place.
      }
      WarmUp.through(asking, first.recommender().items(), half);
      return Optional.empty();
    } catch (RuntimeException | OutOfMemoryError e) {
      return Optional.of(e);
    } finally {
      ready = true;
    }
  }

  /**
   * Asks.
   *
   * @param questions one or more
   * @return fails with an {@link UnansweredException} at the deadline at the latest
   */
  public CompletableFuture<Answered> ask(List<Question> questions) {
    long nanos = settings.deadline().toNanos();
    CompletableFuture<Answered> answer = queue.ask(questions, System.nanoTime() + nanos);
    if (answer.isDone()) {
      return answer;
    }
    ScheduledFuture<?> alarm = timer.schedule(() -> late(answer), nanos, TimeUnit.NANOSECONDS);
    answer.whenComplete((answered, failure) -> alarm.cancel(false));
    return answer;
  }

  private void late(CompletableFuture<Answered> answer) {
    UnansweredException late =
        new UnansweredException(
            Reason.LATE, "no answer within %d ms".formatted(settings.deadline().toMillis()));
    if (answer.completeExceptionally(late)) {
      watch.late(name);
    }
  }

  /**
   * The same folder anew: a link may point elsewhere by now. Which folder that is, is known only
   * after the reload that may be under way.
   */
  public synchronized RunLabel reload() {
    return reload(folder);
  }

  /**
   * Loads a folder beside the present version, checks it, warms it up, and lets it answer from the
   * next pass on. The present one is freed after its last request. If anything is wrong with the
   * folder, the present one goes on.
   *
   * @return the new version
   * @throws IllegalArgumentException if the folder holds no run that can answer; one line
   * @throws DataException the same, of its items or transitions
   * @throws UnansweredException if the server has ended while this waited for its turn
   */
  public synchronized RunLabel reload(Path from) {
    if (closed) {
      throw new UnansweredException(Reason.ENDING, "the server is ending");
    }
    LoadedVersion next = null;
    try {
      next = LoadedVersion.load(name, from, backend, catalogue);
      WarmUp.of(next.recommender(), settings.warmUp());
      Version before = queue.replace(next).join();
      current = next;
      folder = from;
      watch.serving(next.label());
      before.close();
      return next.label();
    } catch (RuntimeException | Error e) {
      if (next != null && next != queue.current()) {
        next.close();
      }
      watch.notReplaced(name);
      throw e;
    }
  }

  /** Answers what waits, then frees the run. */
  @Override
  public synchronized void close() {
    closed = true;
    queue.close();
  }
}
