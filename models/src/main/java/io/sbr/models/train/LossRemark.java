package io.sbr.models.train;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is to be said of losses that cannot be right. The loss of a model that has learned nothing
 * and gives every item the same chance is ln N, and training begins near it; one that is far above
 * was driven there, nearly always by too high a learning rate.
 */
public final class LossRemark {
  /** Odd initial weights and a first epoch with a high rate stay below that many times ln N. */
  private static final double FAR = 3;

  private LossRemark() {}

  /**
   * A sentence on the last epoch; empty where its loss is such as losses are.
   *
   * @param history epochs so far
   * @param items N
   */
  public static Optional<String> of(List<EpochRecord> history, int items) {
    if (history.isEmpty() || history.get(history.size() - 1).loss() == null) {
      return Optional.empty();
    }
    double loss = history.get(history.size() - 1).loss();
    double rate = history.stream().mapToDouble(EpochRecord::rate).max().orElseThrow();
    double blind = Math.log(Math.max(2, items));
    if (loss <= FAR * blind) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "the loss is %s, and guessing blindly among %,d items has %.1f: the model has not"
                + " learned but drifted off; is the learning rate, %s, too high?",
            loss < 1000 ? String.format(Locale.ROOT, "%.1f", loss) : brief(loss),
            items,
            blind,
            plain(rate)));
  }

  /** For example {@code 3.5e8}. */
  private static String brief(double value) {
    return String.format(Locale.ROOT, "%.1e", value).replace("e+0", "e").replace("e+", "e");
  }

  private static String plain(double value) {
    return value == Math.rint(value) && value < 1e6
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
