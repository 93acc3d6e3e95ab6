package io.sbr.spark.score;

import io.sbr.data.DataException;
import java.util.List;

/**
 * What a folder of answers is to hold: written when it is begun, compared when it is gone on with.
 * Parts of one plan belong together, whichever job made them.
 *
 * @param run hash of what goes to each executor
 * @param answers what is wanted of each session, as options
 * @param form of the files
 * @param pieces of the input, one for each part: files with sizes and times, and ranges of them
 */
record ScorePlan(String run, String answers, AnswerForm form, List<List<String>> pieces) {
  /**
   * Checks that a folder was begun with this plan.
   *
   * @param folder for the message
   * @throws DataException that says what is another
   */
  void check(String folder, ScorePlan begun) {
    if (!begun.equals(this)) {
      throw new DataException(
          "%s was begun with %s: name another folder".formatted(folder, difference(begun)));
    }
  }

  private String difference(ScorePlan begun) {
    if (!begun.run.equals(run)) {
      return "another run";
    }
    if (!begun.answers.equals(answers)) {
      return begun.answers + ", not " + answers;
    }
    return begun.form == form
        ? "other input, or input that was cut otherwise"
        : "--form " + begun.form;
  }
}
