package io.sbr.models.pipeline;

import io.sbr.models.pipeline.Clicks.Detail;
import java.util.Set;

/**
 * What a run makes of a session that it is asked about: its clicks on known items, in the run's
 * numbers, with the columns that the model reads.
 *
 * @param items numbers from 1, oldest first
 * @param times milliseconds since 1970; null where not read or not known
 * @param seconds viewed; null where not read or not known
 * @param user number of the user; −1 where not read or not known
 * @param unknown clicks on other items
 * @param neutral what is read and not known
 */
record KnownClicks(
    int[] items, long[] times, float[] seconds, int user, int unknown, Set<Detail> neutral) {
  /** Whether both can stand in one batch, whose columns are all there or all absent. */
  boolean likeColumns(KnownClicks other) {
    return (times == null) == (other.times == null) && (seconds == null) == (other.seconds == null);
  }

  /** The clicks at some positions, ascending; as if the others had not been. */
  KnownClicks at(int[] positions) {
    int[] keptItems = new int[positions.length];
    long[] keptTimes = times == null ? null : new long[positions.length];
    float[] keptSeconds = seconds == null ? null : new float[positions.length];
    for (int i = 0; i < positions.length; i++) {
      keptItems[i] = items[positions[i]];
      if (times != null) {
        keptTimes[i] = times[positions[i]];
      }
      if (seconds != null) {
        keptSeconds[i] = seconds[positions[i]];
      }
    }
    return new KnownClicks(keptItems, keptTimes, keptSeconds, user, unknown, neutral);
  }
}
