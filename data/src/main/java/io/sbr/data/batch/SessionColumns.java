package io.sbr.data.batch;

import io.sbr.data.Sessions;
import io.sbr.data.UsageHistory;
import io.sbr.data.UserPast;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is known of a batch's sessions beside the items of their clicks. Gives only the columns that
 * were declared, so that whoever compares inputs ({@link DistinctInputs}) knows all that a model
 * reads of them. B sessions.
 */
public final class SessionColumns {
  private final Sessions source;
  private final int[] chosen;
  private final int[] clickOffsets;
  private final UsageHistory history;
  private final OptionalDouble openView;
  private final Set<Column> readable;
  private final Object reader;

  private SessionColumns(
      Sessions source,
      int[] chosen,
      int[] clickOffsets,
      UsageHistory history,
      OptionalDouble openView,
      Set<Column> readable,
      Object reader) {
    this.source = source;
    this.chosen = chosen;
    this.clickOffsets = clickOffsets;
    this.history = history;
    this.openView = openView;
    this.readable = readable;
    this.reader = reader;
  }

  /**
   * Columns of sessions chosen from others, those that a model's batches declare.
   *
   * @param source where the sessions come from: a session's clicks here are its first clicks there
   * @param chosen {@code [B]} number of each session in {@code source}
   * @param clickOffsets {@code [B + 1]} where each session's clicks begin in the batch
   * @param history what the users of {@code source} viewed
   * @param openView seconds that each session's last click was viewed; empty for what {@code
   *     source} says
   */
  static SessionColumns of(
      Sessions source,
      int[] chosen,
      int[] clickOffsets,
      UsageHistory history,
      OptionalDouble openView,
      BatchSpec needs) {
    return new SessionColumns(
        source, chosen, clickOffsets, history, openView, needs.reads(), "the batch");
  }

  /** The same of which a part may read what it declares and nothing else. */
  SessionColumns seenBy(BatchPart<?> part) {
    return new SessionColumns(source, chosen, clickOffsets, history, openView, part.reads(), part);
  }

  /**
   * Milliseconds since 1970 of a click; empty where that is not known.
   *
   * @param session of the batch
   * @param position of the click in its session, from 0
   * @throws IllegalStateException if {@link Column#TIMES} was not declared
   */
  public OptionalLong time(int session, int position) {
    declared(Column.TIMES);
    long[] times = source.times();
    return times == null
        ? OptionalLong.empty()
        : OptionalLong.of(times[source.offset(chosen[session]) + position]);
  }

  /**
   * How many seconds a click's item was viewed; 0 where that is not known.
   *
   * @param session of the batch
   * @param position of the click in its session, from 0
   * @throws IllegalStateException if {@link Column#DURATIONS} was not declared
   */
  public double seconds(int session, int position) {
    declared(Column.DURATIONS);
    float[] durations = source.durations();
    if (durations == null) {
      return 0;
    }
    boolean last = position == clickOffsets[session + 1] - clickOffsets[session] - 1;
    return last && openView.isPresent()
        ? (float) openView.getAsDouble() // as sessions keep it
        : durations[source.offset(chosen[session]) + position];
  }

  /**
   * The session's user; empty where that is not known.
   *
   * @param session of the batch
   * @throws IllegalStateException if {@link Column#USERS} was not declared
   */
  public OptionalInt user(int session) {
    declared(Column.USERS);
    int[] users = source.users();
    return users == null ? OptionalInt.empty() : OptionalInt.of(users[chosen[session]]);
  }

  /**
   * The original id of the session's user; empty where the user is not known.
   *
   * @param session of the batch
   * @throws IllegalStateException if {@link Column#USERS} was not declared
   */
  public Optional<String> userId(int session) {
    OptionalInt user = user(session);
    return user.isEmpty() || user.getAsInt() < 0
        ? Optional.empty()
        : Optional.of(history.users().id(user.getAsInt()));
  }

  /**
   * Milliseconds since 1970 at which the session began; empty where that is not known.
   *
   * @param session of the batch
   * @throws IllegalStateException if {@link Column#STARTS} was not declared
   */
  public OptionalLong start(int session) {
    declared(Column.STARTS);
    return source.times() == null
        ? OptionalLong.empty()
        : OptionalLong.of(source.start(chosen[session]));
  }

  /**
   * What a session's user viewed before it began; nothing where user or time are not known.
   *
   * @param session of the batch
   * @throws IllegalStateException if {@link Column#USERS} or {@link Column#STARTS} were not
   *     declared
   */
  public UsageHistory.Usage usageBefore(int session) {
    OptionalInt user = user(session);
    OptionalLong start = start(session);
    return user.isEmpty() || start.isEmpty()
        ? UsageHistory.Usage.NOTHING
        : history.before(user.getAsInt(), start.getAsLong());
  }

  /**
   * What a session's user clicked before it began, in other sessions; nothing where user or time
   * are not known.
   *
   * @param session of the batch
   * @throws IllegalStateException if {@link Column#PAST}, {@link Column#USERS} or {@link
   *     Column#STARTS} were not declared
   */
  public UserPast pastOf(int session) {
    declared(Column.PAST);
    OptionalInt user = user(session);
    OptionalLong start = start(session);
    return user.isEmpty() || start.isEmpty()
        ? UserPast.NOTHING
        : history.pastOf(user.getAsInt(), start.getAsLong());
  }

  private void declared(Column column) {
    if (!readable.contains(column)) {
      throw new IllegalStateException(
          "%s reads %s but declares %s: inputs that differ in it would count as equal"
              .formatted(reader, column, readable));
    }
  }
}
