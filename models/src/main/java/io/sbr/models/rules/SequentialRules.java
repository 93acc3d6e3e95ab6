package io.sbr.models.rules;

import io.sbr.models.rules.RuleKind.Speakers;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.sparse.Fading;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** SR: what came a few clicks later. */
public final class SequentialRules {
  /** What a source's inverse frequency does to its pairs. */
  enum SourceIdf {
    /** Nothing. */
    NONE,
    /** Each pair counts its weight times that. */
    TIMES,
    /** Each pair counts that more than its weight. */
    PLUS
  }

  /** How far apart. */
  static final ModelSetting<Integer> REACH =
      ModelSetting.wholeNumber(
          "reach", 1, 1000, 10, "published", "most clicks between cause and effect");

  /** Weights of distances. */
  static final ModelSetting<Fading> WEIGHTING =
      Fading.weighting("how a pair loses weight with its distance");

  /** Earlier clicks that speak as well. */
  static final ModelSetting<Integer> EARLIER =
      ModelSetting.wholeNumber(
          "earlier", 0, 1000, 0, "published", "clicks before the last one that speak as well");

  /** Inverse frequencies. */
  static final ModelSetting<SourceIdf> SOURCE_IDF =
      ModelSetting.choice(
          "source-idf",
          List.of(SourceIdf.values()),
          SourceIdf.NONE,
          "published",
          "what the inverse frequency of the clicked item, scaled to 0 … 1, does to each pair");

  private static final Speakers SPEAKERS =
      new Speakers() {
        @Override
        public int clicks(ModelSettings settings) {
          return 1 + settings.get(EARLIER);
        }

        @Override
        public IntToDoubleFunction weight(ModelSettings settings) {
          return step -> 1.0 / step;
        }
      };

  /** {@code sr}. */
  public static final RuleKind KIND =
      new RuleKind(
          "sr",
          "sequential rules: items that most often followed the last click soon",
          List.of(REACH, WEIGHTING, RuleSettings.PRUNING, EARLIER, SOURCE_IDF),
          SequentialRules::table,
          SPEAKERS,
          true);

  private SequentialRules() {}

  private static RuleTable table(ModelSettings settings, RuleSessions train) {
    int reach = settings.get(REACH);
    Fading weighting = settings.get(WEIGHTING);
    SourceIdf use = settings.get(SOURCE_IDF);
    double[] idf = use == SourceIdf.NONE ? null : scaledIdf(train);
    return new RuleTableBuilder(train)
        .build(
            (session, items, from, to, source, rules) -> {
              for (int c = from + 1; c < to; c++) {
                for (int step = 1; step <= Math.min(reach, c - from); step++) {
                  if (items[c - step] == source) {
                    double weight = weighting.ofStep(step);
                    rules.add(
                        items[c],
                        switch (use) {
                          case NONE -> weight;
                          case TIMES -> weight * idf[source];
                          case PLUS -> weight + idf[source];
                        });
                  }
                }
              }
            },
            (source, target, sum) -> sum,
            RuleSettings.pruning(settings));
  }

  /** ln(sessions / clicks) of each item, scaled so that the most frequent has 0, the rarest 1. */
  private static double[] scaledIdf(RuleSessions train) {
    int itemCount = train.itemCount();
    int[] clicks = train.clicks();
    double[] idf = new double[itemCount + 1];
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int item = 1; item <= itemCount; item++) {
      if (clicks[item] > 0) {
        idf[item] = Math.log((double) train.count() / clicks[item]);
        least = Math.min(least, idf[item]);
        most = Math.max(most, idf[item]);
      }
    }
    for (int item = 1; item <= itemCount; item++) {
      idf[item] = most > least ? (idf[item] - least) / (most - least) : 0;
    }
    return idf;
  }
}
