package io.sbr.models.rules;

import io.sbr.models.rules.RuleTableBuilder.Pruning;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import java.util.List;

/** Item-KNN: items that share sessions with the last click, by a damped cosine. */
public final class ItemKnn {
  /** How many similar items of each are kept. */
  static final ModelSetting<Integer> SIMILAR =
      ModelSetting.wholeNumber(
          "similar", 1, 1_000_000, 100, "published", "similar items kept of each item");

  /** Damping. */
  static final ModelSetting<Double> DAMPING =
      ModelSetting.number(
          "damping", 0, 1e9, 20, "published", "added to clicks, so that rare items weigh less");

  /** Whose clicks count. */
  static final ModelSetting<Double> BALANCE =
      ModelSetting.number(
          "balance",
          0,
          1,
          0.5,
          "published",
          "share of the clicked item's frequency in the denominator");

  /** {@code item-knn}. */
  public static final RuleKind KIND =
      new RuleKind(
          "item-knn",
          "Item-KNN: items that share sessions with the last click (as in GRU4Rec's comparison)",
          List.of(SIMILAR, DAMPING, BALANCE),
          ItemKnn::table,
          RuleKind.Speakers.LAST,
          true);

  private ItemKnn() {}

  /**
   * c(i, j) / ((clicks of i + λ)^α (clicks of j + λ)^(1 − α)), where c(i, j) counts the clicks on i
   * in sessions that hold j: repeats of i count again, repeats of j do not.
   */
  private static RuleTable table(ModelSettings settings, RuleSessions train) {
    double damping = settings.get(DAMPING);
    double balance = settings.get(BALANCE);
    int[] clicks = train.clicks();
    return new RuleTableBuilder(train)
        .build(
            (session, items, from, to, source, rules) -> {
              int times = 0;
              for (int c = from; c < to; c++) {
                times += items[c] == source ? 1 : 0;
              }
              for (int c = from; c < to; c++) {
                if (items[c] != source && Repeats.isFirst(items, from, c)) {
                  rules.add(items[c], times);
                }
              }
            },
            (source, target, sum) ->
                sum
                    / (Math.pow(clicks[source] + damping, balance)
                        * Math.pow(clicks[target] + damping, 1 - balance)),
            new Pruning(settings.get(SIMILAR)));
  }
}
