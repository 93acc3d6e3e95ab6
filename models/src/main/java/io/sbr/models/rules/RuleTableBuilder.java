package io.sbr.models.rules;

import io.sbr.data.Sessions;
import io.sbr.models.sparse.ReachedItems;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Makes a table source by source, of those that are asked for, several at once: each collects its
 * pairs from the sessions that hold it, in their order, so that sums and ties are the same for any
 * number of threads.
 */
final class RuleTableBuilder {
  private final Sessions sessions;
  private final int itemCount;
  private final IntPredicate asked;
  private final SessionLists lists;

  RuleTableBuilder(RuleSessions train) {
    sessions = train.sessions();
    itemCount = train.itemCount();
    asked = train.asked();
    lists = SessionLists.of(sessions, itemCount);
  }

  /** Changes the rules of a source before the best are chosen. */
  @FunctionalInterface
  interface Scaling {
    /** The weight of a pair whose sum this is. */
    double scaled(int source, int target, double sum);
  }

  /**
   * How many rules of a source stay.
   *
   * @param most as session-rec has it: from 1 on a number, below 1 the share that is dropped, 0 all
   */
  record Pruning(double most) {
    int kept(int count) {
      if (most == 0) {
        return count;
      }
      return most < 1 ? count - (int) (count * most) : (int) Math.min(count, most);
    }
  }

  /** Fills one row of the table. */
  @FunctionalInterface
  interface Row {
    /** Adds all that follows from the source. */
    void fill(int source, ReachedItems rules);
  }

  /** The table of what sessions add up to. */
  RuleTable build(PairWeights pairs, Scaling scaling, Pruning pruning) {
    return build((source, rules) -> collect(pairs, source, rules), scaling, pruning);
  }

  private void collect(PairWeights pairs, int source, ReachedItems rules) {
    for (int i = lists.offsets()[source]; i < lists.offsets()[source + 1]; i++) {
      int s = lists.sessions()[i];
      int to = sessions.offsets()[s + 1];
      pairs.add(s, sessions.items(), sessions.offset(s), to, source, rules);
    }
  }

  /** The table of rows. */
  RuleTable build(Row row, Scaling scaling, Pruning pruning) {
    int[][] targets = new int[itemCount + 1][0];
    double[][] weights = new double[itemCount + 1][0];
    ThreadLocal<ReachedItems> scratch = ThreadLocal.withInitial(() -> new ReachedItems(itemCount));
    IntStream.rangeClosed(1, itemCount)
        .parallel()
        .filter(asked)
        .forEach(
            source -> {
              ReachedItems rules = scratch.get();
              rules.clear();
              row.fill(source, rules);
              choose(source, rules, scaling, pruning, targets, weights);
            });
    return RuleTable.packed(targets, weights);
  }

  private static void choose(
      int source,
      ReachedItems rules,
      Scaling scaling,
      Pruning pruning,
      int[][] targets,
      double[][] weights) {
    int count = rules.count();
    Integer[] byWeight = new Integer[count];
    double[] scaled = new double[count];
    for (int i = 0; i < count; i++) {
      byWeight[i] = i;
      scaled[i] = scaling.scaled(source, rules.item(i), rules.score(rules.item(i)));
    }
    Arrays.sort(byWeight, (a, b) -> Double.compare(scaled[b], scaled[a])); // stable
    int kept = pruning.kept(count);
    targets[source] = new int[kept];
    weights[source] = new double[kept];
    for (int i = 0; i < kept; i++) {
      targets[source][i] = rules.item(byWeight[i]);
      weights[source][i] = scaled[byWeight[i]];
    }
  }
}
