package io.sbr.models.pipeline;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.UsageHistory;
import io.sbr.data.Vocabulary;
import java.util.OptionalDouble;

/**
 * The test part of any data set in the item numbers of a run, matched by original ids. Clicks on
 * items that the run does not know are left out of the inputs; where such an item is the target,
 * the example is a miss whatever the model says, and only counted.
 *
 * @param examples those whose target is known
 * @param unknownTargets examples whose target is not
 * @param droppedClicks clicks left out
 * @param skipped examples with fewer known input clicks than the run asks for
 */
record ForeignExamples(Examples examples, long unknownTargets, long droppedClicks, long skipped) {
  /** With the last input click's view as long as the data have it. */
  static ForeignExamples of(Dataset data, Vocabulary known, int minPrefix) {
    return of(data, known, minPrefix, OptionalDouble.empty());
  }

  /**
   * The test part for one run.
   *
   * @param known items of the run
   * @param openView seconds that stand for the length of the last input click's view, if any do
   * @throws DataException if no example is left
   */
  static ForeignExamples of(
      Dataset data, Vocabulary known, int minPrefix, OptionalDouble openView) {
    int[] numbers = new int[data.items().size() + 1];
    for (int item = 1; item < numbers.length; item++) {
      numbers[item] = known.number(data.items().id(item));
    }
    Sessions test = data.test();
    Sessions kept = test.renumbered(numbers);
    long unknownTargets = 0;
    long skipped = 0;
    for (int s = 0; s < test.count(); s++) {
      int before = 0; // known clicks before this one
      for (int i = 0; i < test.length(s); i++) {
        int number = numbers[test.item(s, i)];
        boolean enoughInput = before >= minPrefix;
        if (number == 0 && enoughInput) {
          unknownTargets++;
        } else if (i >= minPrefix && !enoughInput) {
          skipped++;
        }
        if (number != 0) {
          before++;
        }
      }
    }
    if (test.count() == 0) {
      throw new DataException(
          data.name()
              + ": the data set has no test part to measure on (prepared with split=none); name"
              + " another one");
    }
    if (kept.clicks() == 0) {
      throw new DataException(
          data.name() + ": the run knows none of the items in " + test.count() + " test sessions");
    }
    UsageHistory history =
        new UsageHistory(data.lastDuration(), data.users(), data.train().renumbered(numbers), kept);
    Examples examples = new Examples(kept, minPrefix, history).withOpenView(openView);
    if (examples.count() + unknownTargets == 0) {
      throw new DataException(
          data.name() + ": no test session has a target after " + minPrefix + " known click(s)");
    }
    return new ForeignExamples(examples, unknownTargets, test.clicks() - kept.clicks(), skipped);
  }
}
