package io.sbr.server.visit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Sessions in memory, and nowhere else. One is gone some time after its last click; of too many,
 * those are forgotten first that are asked least; of a long one, its oldest clicks. Thread-safe.
 */
public final class VisitStore {
  private final Cache<String, Visit> visits;
  private final int clicks;

  /**
   * An empty store.
   *
   * @param timer on which those that are over are removed, asked or not
   */
  public VisitStore(VisitSettings settings, ScheduledExecutorService timer) {
    this(settings, timer, Ticker.systemTicker());
  }

  /** The same with a clock of its own. */
  VisitStore(VisitSettings settings, ScheduledExecutorService timer, Ticker ticker) {
    clicks = settings.clicks();
    visits =
        Caffeine.newBuilder()
            .maximumSize(settings.sessions())
            .expireAfterWrite(settings.expiry())
            .executor(Runnable::run)
            .scheduler(Scheduler.forScheduledExecutorService(timer))
            .ticker(ticker)
            .build();
  }

  /**
   * Adds clicks to a session, which begins with them if there is none of that id.
   *
   * @return the session with them
   */
  public Visit add(String id, Visit more) {
    return visits
        .asMap()
        .compute(
            id,
            (same, before) ->
                (before == null ? new Visit(List.of(), List.of()) : before).then(more, clicks));
  }

  /** A session, if it is there. */
  public Optional<Visit> find(String id) {
    return Optional.ofNullable(visits.getIfPresent(id));
  }

  /** Forgets a session at once, if it is there. */
  public void forget(String id) {
    visits.invalidate(id);
  }

  /** Number of sessions, perhaps with some that are just over. */
  public long size() {
    return visits.estimatedSize();
  }
}
