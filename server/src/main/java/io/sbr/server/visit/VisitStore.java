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
 * those are forgotten first that are asked least; of a long one, its oldest clicks. One of long ids
 * takes the place of several, so that memory has a bound whatever clients send. Thread-safe.
 */
public final class VisitStore {
  /** Characters of ids that a session may have in its place: 100 clicks of 40, say. */
  private static final int PLACE = 4096;

  private static final Visit NONE = new Visit(List.of(), List.of());

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
            .maximumWeight(settings.sessions())
            // Of a small store one session may have all, or it would never be kept.
            .weigher((String id, Visit visit) -> Math.min(settings.sessions(), places(id, visit)))
            .expireAfterWrite(settings.expiry())
            .executor(Runnable::run)
            .scheduler(Scheduler.forScheduledExecutorService(timer))
            .ticker(ticker)
            .build();
  }

  private static int places(String id, Visit visit) {
    int characters = id.length();
    for (String item : visit.items()) {
      characters += item.length();
    }
    return 1 + characters / PLACE;
  }

  /** A session as it would be with more clicks; they are not kept. */
  public Visit with(String id, Visit more) {
    return find(id).orElse(NONE).then(more, clicks);
  }

  /**
   * Adds clicks to a session, which begins with them if there is none of that id.
   *
   * @return the session with them
   */
  public Visit add(String id, Visit more) {
    return visits
        .asMap()
        .compute(id, (same, before) -> (before == null ? NONE : before).then(more, clicks));
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
