package io.sbr.cli.explain;

import io.sbr.models.explain.GraphExplanation;

/**
 * Where things stand from left to right: labels of the results, a column for each click, one for
 * the rest and one for the score. The more clicks, the narrower.
 *
 * @param clicks how many
 * @param hasRest whether a score is more than its contributions and rounding
 */
record Columns(int clicks, boolean hasRest) {
  static final double MARGIN = 24;
  private static final double LABELS = 190;
  private static final double SCORE = 84;

  static Columns of(GraphExplanation explanation) {
    boolean rest = explanation.rest() != GraphExplanation.Rest.ROUNDING;
    return new Columns(explanation.clicks().size(), rest);
  }

  /** Width of a click's column. */
  double column() {
    return clicks <= 4 ? 132 : clicks <= 8 ? 112 : clicks <= 14 ? 78 : 62;
  }

  /** Width of the results' labels. */
  double labels() {
    return LABELS - 14;
  }

  /** Middle of a click's column, from 0. */
  double middle(int click) {
    return MARGIN + LABELS + column() * (click + 0.5);
  }

  /** Middle of the rest's column, which is as wide as a click's. */
  double rest() {
    return middle(clicks);
  }

  /** Middle of the score's column. */
  double score() {
    return end() - SCORE / 2;
  }

  /** Where the last column ends. */
  double end() {
    return MARGIN + LABELS + column() * (clicks + (hasRest ? 1 : 0)) + SCORE;
  }

  /** Of all. */
  double width() {
    return end() + MARGIN;
  }
}
