package io.sbr.models.neighbour;

import io.sbr.data.Sessions;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Packs sessions into a {@link SessionIndex}, on all processors: stretches of time are counted side
 * by side, and then filled block by block. The index is the same whatever the number of stretches.
 */
public final class SessionIndexBuilder {
  /** Each stretch counts all items: 12 MB of a million. */
  private static final int MOST_PARTS = 16;

  /** Clicks of a block: many for the items that it counts, few to be kept beside the index. */
  private static final int BLOCK = 1 << 20;

  private final Sessions sessions;
  private final int itemCount;
  private IndexBounds bounds = IndexBounds.NONE;
  private int parts = Math.min(MOST_PARTS, Runtime.getRuntime().availableProcessors());

  /** Of sessions of the items 1 … {@code itemCount}. */
  public SessionIndexBuilder(Sessions sessions, int itemCount) {
    this.sessions = sessions;
    this.itemCount = itemCount;
  }

  /** What is listed; all sessions if nothing is said. */
  SessionIndexBuilder bounds(IndexBounds bounds) {
    this.bounds = bounds;
    return this;
  }

  /** How many stretches are worked on side by side; changes nothing else. */
  SessionIndexBuilder parts(int count) {
    parts = count;
    return this;
  }

  /**
   * The index; the same bytes for any number of threads.
   *
   * @param seconds {@code [S]} time of each session
   */
  public SessionIndex build(long[] seconds) {
    SessionsByTime inOrder = new SessionsByTime(sessions, seconds);
    List<SessionIndexCounts> counts =
        IntStream.range(0, parts).parallel().mapToObj(part -> counts(inOrder, part)).toList();
    SessionIndexJoin join = new SessionIndexJoin(itemCount, bounds, counts);
    IntStream.range(0, parts).parallel().forEach(part -> fill(join.stretch(part), inOrder, part));
    return join.index(inOrder.age(), sessions.clicksByItem(itemCount));
  }

  private SessionIndexCounts counts(SessionsByTime inOrder, int part) {
    SessionIndexCounts counts = new SessionIndexCounts(itemCount);
    counts.add(inOrder, bound(part), bound(part + 1), bounds);
    return counts;
  }

  private void fill(SessionIndexJoin.Stretch stretch, SessionsByTime inOrder, int part) {
    SessionIndexBlock.Maker maker = new SessionIndexBlock.Maker(itemCount, bounds);
    int end = bound(part + 1);
    int to;
    for (int from = bound(part); from < end; from = to) {
      to = Math.min(end, inOrder.end(from, BLOCK));
      stretch.put(maker.block(inOrder, from, to));
    }
  }

  private int bound(int part) {
    return (int) ((long) sessions.count() * part / parts);
  }
}
