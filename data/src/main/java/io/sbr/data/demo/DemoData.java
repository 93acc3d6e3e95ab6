package io.sbr.data.demo;

import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.data.Vocabulary;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * The built-in data set: sessions of visitors to a made-up shop, the same on every machine. It has
 * what makes session graphs worthwhile and what counting cannot see: the next item depends on the
 * last two clicks and on the taste that the whole session shows, through attributes that no model
 * is told. Returns to earlier items, popularity skew and a tail of long sessions are there as well.
 */
public final class DemoData {
  private static final int TRAIN_SESSIONS = 6_000;
  private static final int TEST_SESSIONS = 1_200;
  private static final int SHORTEST = 2;
  private static final int LONGEST = 20;

  /** After each click from the second on, a visitor stays with this probability: mean length 5. */
  private static final double STAY = 0.755;

  private static final int SEED = 20_190_127;

  private final RandomGenerator random = new Well19937c(SEED);

  private DemoData() {}

  /** Makes the data set; takes some milliseconds. */
  public static Dataset load() {
    DemoData generator = new DemoData();
    Vocabulary items =
        new Vocabulary(IntStream.rangeClosed(1, DemoShop.ITEMS).mapToObj(DemoShop::name).toList());
    Sessions train = generator.sessions(TRAIN_SESSIONS);
    Sessions test = generator.sessions(TEST_SESSIONS);
    return new Dataset("demo", items, train, test);
  }

  private Sessions sessions(int count) {
    int[][] sessions = new int[count][];
    Arrays.setAll(sessions, s -> session());
    return Sessions.of(sessions);
  }

  private int[] session() {
    int style = draw(DemoShop.STYLES.length, s -> DemoShop.STYLES[s]);
    int[] clicks = new int[LONGEST];
    int length = 0;
    while (length < SHORTEST || (length < LONGEST && random.nextDouble() < STAY)) {
      boolean back = length > 1 && random.nextDouble() < DemoShop.RETURN;
      clicks[length] = back ? clicks[random.nextInt(length - 1)] : fresh(clicks, length, style);
      length++;
    }
    return Arrays.copyOf(clicks, length);
  }

  private int fresh(int[] clicks, int length, int visitorStyle) {
    int ruled =
        length < 2
            ? -1
            : DemoShop.ruledCategory(
                DemoShop.category(clicks[length - 2]), DemoShop.category(clicks[length - 1]));
    int category = draw(DemoShop.CATEGORIES, c -> DemoShop.categoryProbability(c, ruled));
    int style = draw(DemoShop.STYLES.length, s -> DemoShop.styleProbability(s, visitorStyle));
    return DemoShop.item(category, style, draw(DemoShop.CELL, DemoShop::rankProbability));
  }

  /** One of 0 … size−1 with the given probabilities, which sum to 1 but for rounding. */
  private int draw(int size, IntToDoubleFunction probability) {
    double left = random.nextDouble();
    for (int i = 0; i < size - 1; i++) {
      left -= probability.applyAsDouble(i);
      if (left < 0) {
        return i;
      }
    }
    return size - 1;
  }
}
