package io.sbr.models.rules;

import io.sbr.data.Sessions;
import io.sbr.models.rules.RuleKind.Speakers;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.sparse.SessionTimes;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * SLIST (Choi et al., 2021) in its local form: a linear model of which items share sessions (SLIS)
 * and of which follow which (SLIT), solved around each item.
 */
public final class SlistLocal {
  /** Share of SLIS. */
  static final ModelSetting<Double> ALPHA =
      ModelSetting.number(
          "alpha",
          0,
          1,
          0.8,
          "published for Diginetica",
          "share of items in one session, the rest being of items that follow");

  /** δ of distance. */
  static final ModelSetting<Double> DELTA_POSITION =
      ModelSetting.number(
          "delta-pos", 1e-6, 1e9, 1, "published", "fading of what follows, in clicks");

  /** δ of the current session. */
  static final ModelSetting<Double> DELTA_INFERENCE =
      ModelSetting.number(
          "delta-inf",
          1e-6,
          1e9,
          2,
          "published for Diginetica",
          "fading of the current session's clicks, in clicks");

  /** δ of time. */
  static final ModelSetting<Double> DELTA_TIME =
      ModelSetting.number(
          "delta-time",
          0,
          1e9,
          128,
          "published for Diginetica",
          "fading of past sessions, in days; 0 for no fading");

  /** λ. */
  static final ModelSetting<Double> RIDGE =
      ModelSetting.number("ridge", 1e-6, 1e9, 10, "published", "penalty of weights, lambda");

  /** K. */
  static final ModelSetting<Integer> LOCAL =
      ModelSetting.wholeNumber(
          "local",
          1,
          100_000,
          100,
          "S-Walk's code",
          "items around each over which the system is solved, K; all of them for the exact model");

  private static final ModelSetting<Double> PRUNING =
      RuleSettings.PRUNING.withDefault(200.0, "our choice");

  private static final Speakers SPEAKERS =
      new Speakers() {
        @Override
        public int clicks(ModelSettings settings) {
          return Integer.MAX_VALUE;
        }

        @Override
        public IntToDoubleFunction weight(ModelSettings settings) {
          double delta = settings.get(DELTA_INFERENCE);
          return step -> Math.exp(-(step - 1) / delta);
        }
      };

  /** {@code slist-local}. */
  public static final RuleKind KIND =
      new RuleKind(
          "slist-local",
          "SLIST, a linear model of sessions (Choi et al., 2021), solved around each item",
          List.of(
              ALPHA,
              DELTA_POSITION,
              DELTA_INFERENCE,
              DELTA_TIME,
              RIDGE,
              LOCAL,
              PRUNING,
              SessionTimes.SESSIONS_PER_DAY),
          SlistLocal::table,
          SPEAKERS,
          false);

  private SlistLocal() {}

  private static RuleTable table(ModelSettings settings, RuleSessions train) {
    RuleTableBuilder builder = new RuleTableBuilder(train);
    double[] weights = sessionWeights(settings, train.sessions());
    double alpha = settings.get(ALPHA);
    double delta = settings.get(DELTA_POSITION);
    RuleTableBuilder.Pruning all = new RuleTableBuilder.Pruning(0);
    RuleTable gram =
        builder.build(
            (session, items, from, to, source, row) -> {
              double distinct = Repeats.distinct(items, from, to);
              double together = alpha * weights[session] / (distinct * distinct);
              for (int c = from; c < to; c++) {
                if (Repeats.isFirst(items, from, c)) {
                  row.add(items[c], together);
                }
              }
              for (int c = from; c + 1 < to; c++) {
                if (items[c] == source) {
                  row.add(source, (1 - alpha) * weights[session]);
                }
              }
            },
            (source, target, sum) -> sum,
            all);
    RuleTable targets =
        builder.build(
            (session, items, from, to, source, row) -> {
              double together = alpha * weights[session] / Repeats.distinct(items, from, to);
              for (int c = from; c < to; c++) {
                if (Repeats.isFirst(items, from, c)) {
                  row.add(items[c], together);
                }
              }
              for (int c = from; c + 1 < to; c++) {
                if (items[c] == source) {
                  for (int r = c + 1; r < to; r++) {
                    row.add(
                        items[r], (1 - alpha) * weights[session] * Math.exp(-(r - c - 1) / delta));
                  }
                }
              }
            },
            (source, target, sum) -> sum,
            all);
    return new LocalRidge(gram, targets, settings.get(LOCAL), settings.get(RIDGE))
        .solve(builder, new RuleTableBuilder.Pruning(settings.get(PRUNING)));
  }

  private static double[] sessionWeights(ModelSettings settings, Sessions train) {
    double delta = settings.get(DELTA_TIME) * SessionTimes.DAY;
    long[] seconds = SessionTimes.seconds(train, settings.get(SessionTimes.SESSIONS_PER_DAY));
    long newest = Arrays.stream(seconds).max().orElse(0);
    double[] weights = new double[seconds.length];
    Arrays.setAll(weights, s -> delta == 0 ? 1 : Math.exp((seconds[s] - newest) / delta));
    return weights;
  }
}
