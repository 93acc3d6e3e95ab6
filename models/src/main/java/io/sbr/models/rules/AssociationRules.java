package io.sbr.models.rules;

import io.sbr.models.sparse.ReachedItems;
import java.util.List;

/** AR: items of the same session, whichever came first. */
public final class AssociationRules {
  /** {@code ar}. */
  public static final RuleKind KIND =
      new RuleKind(
          "ar",
          "association rules: items most often in one session with the last click",
          List.of(RuleSettings.PRUNING),
          (settings, train) ->
              new RuleTableBuilder(train)
                  .build(
                      AssociationRules::add,
                      (source, target, sum) -> sum,
                      RuleSettings.pruning(settings)),
          RuleKind.Speakers.LAST,
          true);

  private AssociationRules() {}

  /** Each pair of clicks counts for both items; a repeated item adds two to its own rule. */
  private static void add(
      int session, int[] items, int from, int to, int source, ReachedItems rules) {
    int before = 0;
    for (int c = from; c < to; c++) {
      if (items[c] == source) {
        for (int p = from; p < c; p++) {
          rules.add(items[p], items[p] == source ? 2 : 1);
        }
        before++;
      } else if (before > 0) {
        rules.add(items[c], before);
      }
    }
  }
}
