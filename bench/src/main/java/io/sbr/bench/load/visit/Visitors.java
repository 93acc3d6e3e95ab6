package io.sbr.bench.load.visit;

import io.sbr.data.Sessions;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * Visitors of a shop who click in turns. Each replays a session of the data from its first click to
 * its last, then another comes in his place; so lengths of sessions and popularity of items have
 * the heavy tails of the data. How long a visitor waits between two clicks is drawn from a power
 * law too (A.-L. Barabási, "The origin of bursts and heavy tails in human dynamics", Nature 435,
 * 2005): some click again at once, others after hundreds of others.
 *
 * <p>Whose turn it is never decides when a request goes, so the loop stays open: a visitor whose
 * answer has not come is passed over, and if all wait, a new one comes.
 */
final class Visitors {
  /**
   * Exponent of the tail P(gap &gt; x) = x^-α; measured ones are near 1, and means need α &gt; 1.
   */
  private static final double ALPHA = 1.5;

  private final Sessions sessions;
  private final int most;
  private final RandomGenerator random;
  private final PriorityQueue<Visit> queue =
      new PriorityQueue<>(Comparator.comparingDouble(visit -> visit.due));
  private double now;
  private long begun;
  private int present;

  /**
   * Nobody yet; they come with the first turns.
   *
   * @param sessions to replay, each as likely as any other
   * @param most visitors at a time, unless all of them wait for answers
   */
  Visitors(Sessions sessions, int most, RandomGenerator random) {
    this.sessions = sessions;
    this.most = most;
    this.random = random;
  }

  /** The visit whose turn it is, with its next click. Give it {@link #back} after the answer. */
  Visit next() {
    Visit visit;
    if (present < most || queue.isEmpty()) {
      visit = new Visit(begun++, random.nextInt(sessions.count()), now);
      present++;
    } else {
      visit = queue.remove();
      now = visit.due;
    }
    visit.clicks++;
    return visit;
  }

  /** The visitor has his answer, or has given up waiting. */
  void back(Visit visit) {
    if (visit.clicks == sessions.length(visit.session)) {
      present--;
      return;
    }
    visit.due = Math.max(visit.due, now) + gap();
    queue.add(visit);
  }

  /** At least 1. */
  private double gap() {
    return Math.pow(1 - random.nextDouble(), -1 / ALPHA);
  }
}
