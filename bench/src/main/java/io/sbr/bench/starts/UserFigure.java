package io.sbr.bench.starts;

/**
 * What is timed of a user's work ({@link UserWork}): each whole, its warm-up included, as the user
 * waits for it, and of those that repeat a call the calls of the end, when all is compiled that
 * ever will be.
 */
enum UserFigure {
  /** Two epochs on the built-in data, with validation, test and the run folder. */
  TRAINING("training", "s"),
  /** Sixty training steps of SR-GNN at Diginetica's sizes. */
  STEPS("60 steps", "s"),
  /** One of the last twenty of them, the median. */
  STEP("late step", "ms"),
  /** Ranks of made-up test pairs among Diginetica's number of items. */
  EVALUATION("evaluation", "s"),
  /** A recommender loaded from the trained run, and its answers one at a time. */
  ANSWERS("answers", "s"),
  /** One of the later half of the answers, the median. */
  ANSWER("late answer", "ms");

  /** For people, without unit. */
  final String label;

  /** s or ms. */
  final String unit;

  UserFigure(String label, String unit) {
    this.label = label;
    this.unit = unit;
  }
}
