package io.sbr.data.batch;

import io.sbr.data.Examples;
import java.util.Arrays;

/**
 * Which prefixes of a session are learned from as one entry of a batch, because a model that sees
 * no later click computes the states of all of them in one pass: those of up to so many clicks,
 * read off the longest of them. A longer prefix is an entry of its own. Every example is in exactly
 * one entry; an entry goes by the number of its longest prefix, and its examples are that one and
 * those that follow it in their order, which is longest first ({@link Examples}).
 *
 * @param longest most clicks of a prefix that shares its entry; 0 for entries of one example each
 */
public record SharedPrefixes(int longest) {
  /** Every prefix by itself. */
  public static final SharedPrefixes NONE = new SharedPrefixes(0);

  /** Checks the length. */
  public SharedPrefixes {
    if (longest < 0) {
      throw new IllegalArgumentException("prefixes of " + longest + " clicks share nothing");
    }
  }

  /**
   * How many examples the entry of this one stands for.
   *
   * @param example the longest prefix of its entry
   * @param session that it is known to belong to
   */
  int learned(Examples examples, int example, int session) {
    int length = examples.prefixLength(example, session);
    return length > longest ? 1 : examples.firstOf(session + 1) - example;
  }

  /**
   * Shuffled batches of entries: in each epoch every entry once, see {@link BatchPlan}.
   *
   * @param batchSize examples of a batch, on average: each holds as many entries as the others
   */
  public BatchPlan shuffled(Examples examples, int batchSize, long seed) {
    if (longest == 0) {
      return new BatchPlan(examples.count(), batchSize, seed);
    }
    int[] entries = entries(examples);
    return BatchPlan.shuffled(entries, perBatch(entries, examples, batchSize), seed);
  }

  /** Batches of entries in the order of their sessions, the same in every epoch. */
  public BatchPlan inOrder(Examples examples, int batchSize) {
    if (longest == 0) {
      return BatchPlan.inOrder(examples.count(), batchSize);
    }
    int[] entries = entries(examples);
    return BatchPlan.inOrder(entries, perBatch(entries, examples, batchSize));
  }

  private static int perBatch(int[] entries, Examples examples, int batchSize) {
    double each = (double) entries.length / Math.max(1, examples.count());
    return (int) Math.max(1, Math.round(batchSize * each));
  }

  /** The longest prefix of every entry, ascending. */
  private int[] entries(Examples examples) {
    int[] entries = new int[examples.count()];
    int count = 0;
    for (int s = 0; s < examples.sessions().count(); s++) {
      int example = examples.firstOf(s);
      while (example < examples.firstOf(s + 1)) {
        entries[count++] = example;
        example += learned(examples, example, s);
      }
    }
    return Arrays.copyOf(entries, count);
  }
}
