package io.sbr.data.store;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of a prepared data set beside {@code dataset.json}. Sessions stand one a line; a column
 * has one line per session with one value per click, one blank apart, in the order of the clicks.
 *
 * <ul>
 *   <li>{@code train.txt.gz}, {@code test.txt.gz}: item numbers 1 … N
 *   <li>{@code items.csv.gz}: header {@code newId;itemId}, then each number with its original id
 *   <li>{@code train.times.txt.gz}: milliseconds since 1970
 *   <li>{@code train.durations.txt.gz}: seconds viewed, decimal; those of a view without a known
 *       end are the filter {@value #LAST_DURATION} of {@code dataset.json}
 *   <li>{@code train.users.txt.gz}: one number from 0 per session, −1 where unknown
 *   <li>{@code users.csv.gz}: header {@code newId;userId}, then each number with its original id; a
 *       data set without it knows users by their numbers
 * </ul>
 *
 * and the same columns for {@code test}, each only where the data have it.
 */
final class DatasetFiles {
  static final String ITEMS = "items.csv.gz";
  static final String USERS = "users.csv.gz";
  static final String[] USERS_HEADER = {"newId", "userId"};
  static final String[] ITEMS_HEADER = {"newId", "itemId"};
  static final char ITEMS_DELIMITER = ';';

  /** The filter that {@link io.sbr.data.Dataset#lastDuration} is kept as. */
  static final String LAST_DURATION = "last-duration";

  /** Files that every data set has, a part without sessions, too. */
  static final List<String> NEEDED = List.of(ITEMS, sessions("train"), sessions("test"));

  /** All files that there may be. */
  static final Set<String> ALL =
      Stream.concat(
              Stream.of(ITEMS, USERS),
              Stream.of("train", "test")
                  .flatMap(
                      part -> Stream.of(sessions(part), times(part), durations(part), users(part))))
          .collect(Collectors.toUnmodifiableSet());

  private DatasetFiles() {}

  static String sessions(String part) {
    return part + ".txt.gz";
  }

  static String times(String part) {
    return part + ".times.txt.gz";
  }

  static String durations(String part) {
    return part + ".durations.txt.gz";
  }

  static String users(String part) {
    return part + ".users.txt.gz";
  }
}
