package io.sbr.bench.timing;

import io.sbr.data.Sessions;
import io.sbr.tensor.Philox;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A log as a large shop has it: sessions of 2 clicks and more, geometric, ten on average; the n-th
 * most popular item is clicked as 1/n (Zipf, exponent 1), each click on its own. Popularity says
 * nothing about an item's number. The same for every number of threads.
 */
public final class MadeUpLog {
  private static final double MEAN_BEYOND_TWO = 8;
  private static final int LONGEST = 500;
  private static final long SEED = 11;

  private final int[] numbers;
  private final double[] cumulative;

  /** Of the items 1 … {@code items}. */
  public MadeUpLog(int items) {
    numbers = Philox.permutation(items, SEED, -1);
    cumulative = new double[items];
    double sum = 0;
    for (int i = 0; i < items; i++) {
      sum += 1.0 / (i + 1);
      cumulative[i] = sum;
    }
  }

  /** Sessions {@code [from, to)} of an endless log. */
  public Sessions sessions(int from, int to) {
    int[] offsets = new int[to - from + 1];
    for (int s = from; s < to; s++) {
      offsets[s - from + 1] = Math.addExact(offsets[s - from], length(s));
    }
    int[] items = new int[offsets[to - from]];
    IntStream.range(from, to)
        .parallel()
        .forEach(
            s -> {
              int begin = offsets[s - from];
              for (int c = begin; c < offsets[s - from + 1]; c++) {
                items[c] = item(draw(s, 1 + c - begin));
              }
            });
    return new Sessions(items, offsets, null, null, null);
  }

  private static int length(int session) {
    double more = Math.log(1 - draw(session, 0)) / Math.log1p(-1 / (MEAN_BEYOND_TWO + 1));
    return Math.min(LONGEST, 2 + (int) more);
  }

  private int item(double u) {
    int place = Arrays.binarySearch(cumulative, u * cumulative[cumulative.length - 1]);
    return 1 + numbers[Math.min(place < 0 ? -place - 1 : place, numbers.length - 1)];
  }

  private static double draw(int session, int which) {
    return (Philox.bits(SEED, session, which) & 0xFFFF_FFFFL) * 0x1p-32; // rare items need all bits
  }
}
