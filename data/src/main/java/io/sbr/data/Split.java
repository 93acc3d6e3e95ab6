package io.sbr.data;

/**
 * Sessions cut in two by time: line order is time, so the last lines are the latest.
 *
 * @param first the earlier sessions
 * @param last the later ones
 */
public record Split(Sessions first, Sessions last) {

  /**
   * Holds the last sessions back, whole, with a gap before them that is in neither part: the {@code
   * final} protocol's copy of how test follows train (docs/pipeline.md, section 9).
   *
   * @param held sessions of the later part
   * @param gap sessions before those that are left out
   */
  public static Split byCount(Sessions sessions, int held, int gap) {
    int count = sessions.count();
    return new Split(sessions.range(0, count - held - gap), sessions.range(count - held, count));
  }

  /**
   * Holds the last sessions back, whole: {@code lastPart} of all, rounded, but at least one on each
   * side. The {@code honest} protocol chooses its epoch on them (docs/pipeline.md, section 9).
   *
   * @param lastPart between 0 and 1, both excluded
   * @throws DataException if there are fewer than two sessions
   */
  public static Split byFraction(Sessions sessions, double lastPart) {
    if (!(lastPart > 0 && lastPart < 1)) {
      throw new IllegalArgumentException(
          "the part to hold back must lie between 0 and 1, not be " + lastPart);
    }
    int count = sessions.count();
    if (count < 2) {
      throw new DataException(count + " session cannot be split in two");
    }
    int held = (int) Math.max(1, Math.min(count - 1, Math.round(count * lastPart)));
    return new Split(sessions.range(0, count - held), sessions.range(count - held, count));
  }
}
