package io.sbr.data;

import java.util.OptionalDouble;

/**
 * The (input, target) pairs that sessions stand for, without copying a prefix: a session s₁…s_m
 * gives the inputs s₁…s_{m−1}, …, s₁ with targets s_m, …, s₂, longest first (docs/pipeline.md,
 * section 1). An example is a session and a cut: the number of input clicks; the target is the
 * click after it.
 */
public final class Examples {
  private final Sessions sessions;
  private final int minPrefix;
  private final UsageHistory history;
  private final OptionalDouble openView;
  private final int most;
  private final int[] firstExample;

  /**
   * All examples of the sessions, in their order.
   *
   * @param minPrefix examples with fewer input clicks are left out; 1 for all
   */
  public Examples(Sessions sessions, int minPrefix) {
    this(sessions, minPrefix, UsageHistory.none());
  }

  /**
   * The same with what the sessions' users viewed.
   *
   * @param history of these sessions and all others of the same users
   */
  public Examples(Sessions sessions, int minPrefix, UsageHistory history) {
    this(sessions, minPrefix, history, OptionalDouble.empty(), Integer.MAX_VALUE);
  }

  private Examples(
      Sessions sessions, int minPrefix, UsageHistory history, OptionalDouble openView, int most) {
    if (minPrefix < 1) {
      throw new IllegalArgumentException("min-prefix must be at least 1, not " + minPrefix);
    }
    this.sessions = sessions;
    this.minPrefix = minPrefix;
    this.history = history;
    this.openView = openView;
    this.most = most;
    firstExample = new int[sessions.count() + 1];
    for (int s = 0; s < sessions.count(); s++) {
      firstExample[s + 1] =
          firstExample[s] + Math.min(most, Math.max(0, sessions.length(s) - minPrefix));
    }
  }

  /** Of each session the longest prefix alone: only its last click is a target. */
  public Examples lastOnly() {
    return new Examples(sessions, minPrefix, history, openView, 1);
  }

  /**
   * The same without what their sessions tell of the target beside its item. How long the last
   * input click was viewed is the time until the target was clicked: nobody who is asked for a
   * recommendation knows it, because that view still goes on.
   *
   * @param seconds that stand for the length of the last input click's view; empty to leave it as
   *     the sessions have it
   */
  public Examples withOpenView(OptionalDouble seconds) {
    return new Examples(sessions, minPrefix, history, seconds, most);
  }

  /** Seconds that stand for the length of the last input click's view; empty for its own. */
  public OptionalDouble openView() {
    return openView;
  }

  /** Number of examples. */
  public int count() {
    return firstExample[sessions.count()];
  }

  /** Number of examples of one session. */
  public int count(int session) {
    return firstExample[session + 1] - firstExample[session];
  }

  /**
   * Number of a session's first example, that of its longest prefix; {@link #count} past the last.
   */
  public int firstOf(int session) {
    return firstExample[session];
  }

  /** The sessions that the examples are cut from. */
  public Sessions sessions() {
    return sessions;
  }

  /** The session that an example is a prefix of. */
  public int session(int example) {
    int low = 0;
    int high = sessions.count();
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (firstExample[middle] <= example) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Number of input clicks of an example that is known to belong to {@code session}. */
  public int prefixLength(int example, int session) {
    return sessions.length(session) - 1 - (example - firstExample[session]);
  }

  /**
   * Most input clicks of an example: the length L that published programs pad this split to
   * (docs/pipeline.md, section 2). 0 if there is no example.
   */
  public int longestInput() {
    int longest = 0;
    for (int s = 0; s < sessions.count(); s++) {
      if (firstExample[s + 1] > firstExample[s]) {
        longest = Math.max(longest, sessions.length(s) - 1);
      }
    }
    return longest;
  }

  /** What the sessions' users viewed. */
  public UsageHistory history() {
    return history;
  }
}
