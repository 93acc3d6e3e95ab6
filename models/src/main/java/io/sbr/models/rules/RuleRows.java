package io.sbr.models.rules;

import io.sbr.data.Sessions;
import io.sbr.models.settings.ModelSettings;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The rules of some items, learned apart from those of others where the sessions are that hold
 * them. They have the bits that they have in a table learned at once: what a session adds to an
 * item's rules is added in the order of sessions, and no other item's rules matter.
 */
public final class RuleRows implements Serializable {
  private static final long serialVersionUID = 1;

  private final int[] sources;
  private final int[][] targets;
  private final double[][] weights;

  private RuleRows(int[] sources, int[][] targets, double[][] weights) {
    this.sources = sources;
    this.targets = targets;
    this.weights = weights;
  }

  /**
   * Learns.
   *
   * @param settings of rules that are {@link RuleKind#divisible}
   * @param holding all sessions that hold one of the items, in the order of the data
   * @param clicks {@code [N + 1]} clicks on each item in all sessions
   * @param count number of all sessions
   * @param items whose rules are wanted
   */
  public static RuleRows learn(
      ModelSettings settings, Sessions holding, int[] clicks, int count, IntPredicate items) {
    RuleKind kind = (RuleKind) settings.kind();
    if (!kind.divisible()) {
      throw new IllegalArgumentException(kind.name() + " learns all items together");
    }
    RuleTable table = kind.maker().make(settings, new RuleSessions(holding, clicks, count, items));
    int[] sources =
        IntStream.rangeClosed(1, table.itemCount()).filter(item -> table.count(item) > 0).toArray();
    int[][] targets = new int[sources.length][];
    double[][] weights = new double[sources.length][];
    for (int i = 0; i < sources.length; i++) {
      int from = table.offsets()[sources[i]];
      int to = table.offsets()[sources[i] + 1];
      targets[i] = Arrays.copyOfRange(table.targets(), from, to);
      weights[i] = Arrays.copyOfRange(table.weights(), from, to);
    }
    return new RuleRows(sources, targets, weights);
  }

  /** The table of all items, each of which is in one of the parts at most. */
  static RuleTable joined(Iterator<RuleRows> parts, int itemCount) {
    int[][] targets = new int[itemCount + 1][0];
    double[][] weights = new double[itemCount + 1][0];
    while (parts.hasNext()) {
      RuleRows part = parts.next();
      for (int i = 0; i < part.sources.length; i++) {
        targets[part.sources[i]] = part.targets[i];
        weights[part.sources[i]] = part.weights[i];
      }
    }
    return RuleTable.packed(targets, weights);
  }
}
