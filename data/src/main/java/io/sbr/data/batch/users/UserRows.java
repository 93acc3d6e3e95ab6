package io.sbr.data.batch.users;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.Column;
import io.sbr.data.batch.GraphBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Each session's user as a choice from a table that begins with a row for strangers: users of whom
 * nothing is known. Users are told by their original ids, since their numbers are those of one data
 * set. Equal to itself alone.
 */
public final class UserRows implements BatchPart<GraphBatch.Gather> {
  private final Map<String, Integer> rows = new HashMap<>();

  /**
   * The users of a table.
   *
   * @param users original ids, in the order of their rows
   */
  public UserRows(List<String> users) {
    for (String user : users) {
      rows.put(user, rows.size() + 1);
    }
  }

  /** Rows of the table: the users and the one for strangers. */
  public int count() {
    return rows.size() + 1;
  }

  @Override
  public Set<Column> reads() {
    return Set.of(Column.USERS);
  }

  @Override
  public GraphBatch.Gather build(GraphBatch batch) {
    int[] chosen = new int[batch.sessions()];
    for (int b = 0; b < chosen.length; b++) {
      chosen[b] = batch.columns().userId(b).map(id -> rows.getOrDefault(id, 0)).orElse(0);
    }
    return GraphBatch.Gather.of(count(), chosen);
  }
}
