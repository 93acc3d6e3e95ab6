package io.sbr.data.batch.users;

import io.sbr.data.UserPast;
import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.Column;
import io.sbr.data.batch.GraphBatch;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What each session's user clicked before the session began: {@code [B]} pasts. Nothing for a
 * session of an unknown user, or one whose start is not known.
 */
public record OwnPast() implements BatchPart<List<UserPast>> {
  @Override
  public Set<Column> reads() {
    return Set.of(Column.USERS, Column.STARTS, Column.PAST);
  }

  @Override
  public List<UserPast> build(GraphBatch batch) {
    return IntStream.range(0, batch.sessions()).mapToObj(batch.columns()::pastOf).toList();
  }
}
