package io.sbr.cli.results;

import io.sbr.models.eval.Metrics;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.pipeline.StoredRun;
import io.sbr.models.study.Spread;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures of a table as text. */
final class Words {
  static final String NONE = "–";

  private Words() {}

  /** Mean, and deviation if there is one. */
  static String spread(Spread spread) {
    return spread(spread, "%.2f");
  }

  /** The same of a share from 0 to 1. */
  static String share(Spread spread) {
    return spread(spread, "%.3f");
  }

  private static String spread(Spread spread, String format) {
    if (spread.runs() == 0) {
      return NONE;
    }
    return number(format, spread.mean())
        + (spread.runs() > 1 ? " ± " + number(format, spread.deviation()) : "");
  }

  /** In this format, or a dash for NaN. */
  static String number(String format, double value) {
    return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, format, value);
  }

  /** With its sign and its p-value. */
  static String difference(double points, double p) {
    String value = String.format(Locale.ROOT, "%+.2f", points).replace('-', '−');
    return Double.isNaN(p) ? value : value + " (p " + p(p) + ")";
  }

  private static String p(double p) {
    return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, p < 0.01 ? "%.3f" : "%.2f", p);
  }

  /** Of each run which epoch is reported, from 1; with {@code paper} those of Recall and MRR. */
  static String bestEpochs(ResultRow row) {
    return row.runs().isEmpty()
        ? NONE
        : row.runs().stream().map(Words::bestEpoch).collect(Collectors.joining(", "));
  }

  private static String bestEpoch(StoredRun run) {
    if (run.selectedEpoch() < 0) {
      return NONE;
    }
    boolean paper = run.info().settings().protocol() == Protocol.PAPER;
    String best =
        paper && run.bestRecallEpoch() != run.bestMrrEpoch()
            ? run.bestRecallEpoch() + 1 + "/" + (run.bestMrrEpoch() + 1)
            : "" + (run.selectedEpoch() + 1);
    return run.bestIsLast() ? best + "+" : best;
  }

  /** What an unfinished run that is not measured on test has reached. */
  static String validation(StoredRun run) {
    int anew = run.finalEpochs().size();
    if (run.epochs().isEmpty()) {
      return "seed %d has trained %d on all of train.".formatted(seed(run), anew);
    }
    Metrics best = run.epochs().get(run.selectedEpoch()).metrics();
    return String.format(
        Locale.ROOT,
        "seed %d has %.2f / %.2f on validation so far%s.",
        seed(run),
        best.recall(TrainSettings.SELECTION_K),
        best.mrr(TrainSettings.SELECTION_K),
        anew > 0 ? String.format(Locale.ROOT, ", and trained %d on all of train", anew) : "");
  }

  /** Trained epochs, and of how many if that is not all. */
  static String epochs(ResultRow row) {
    return row.runs().stream()
        .map(
            run -> {
              int trained = Math.max(run.epochs().size(), run.finalEpochs().size());
              return run.finished()
                  ? "" + trained
                  : trained + " of " + run.info().settings().byEpochs().epochs();
            })
        .collect(Collectors.joining(", "));
  }

  /** The seeds. */
  static String seeds(ResultRow row) {
    return row.runs().isEmpty()
        ? NONE
        : row.runs().stream()
            .map(run -> run.info().settings().learning().isEmpty() ? NONE : "" + seed(run))
            .collect(Collectors.joining(", "));
  }

  /** The seed of a run; 0 for a model that has none. */
  static long seed(StoredRun run) {
    return run.info().settings().learning().map(LearningSettings::seed).orElse(0L);
  }

  /** The settings that are not the defaults. */
  static String settings(ResultRow row) {
    Map<String, String> differing = row.differing();
    return differing.isEmpty()
        ? "defaults"
        : differing.entrySet().stream()
            .map(setting -> setting.getKey() + " " + setting.getValue())
            .collect(Collectors.joining(", "));
  }

  /** Where a row was computed. */
  static List<String> machines(ResultRow row) {
    return row.runs().stream().map(Words::machine).distinct().toList();
  }

  private static String machine(StoredRun run) {
    Map<String, String> e = run.info().environment();
    String processor =
        e.containsKey("processor") ? e.get("processor") + " × " + e.get("processors") + "; " : "";
    String device = e.containsKey("description") ? e.get("description") + "; " : "";
    return processor + device + "Java " + e.get("java");
  }
}
