package io.sbr.kernels.cpu.engine;

import io.sbr.kernels.cpu.jvm.Jvm;
import io.sbr.kernels.cpu.loops.Loops;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Notices where vectors run slower than plain loops would, which a JVM's compiler can bring about
 * (docs/performance.md), and tells it once. It changes no loops, since that would change bits.
 *
 * <p>The time of large products is summed up by the kind of their loops: what a compiler has made
 * of one loop says nothing of another, and a loop that has not run for seconds may still wait for
 * the compiler. After some seconds of a kind it is compared, twice and some seconds apart, because
 * the compiler may be late. Before that the comparison is made once for nothing: the plain loops,
 * which nobody has run until then, get compiled as well.
 *
 * <p>Costs two looks at the clock for a product, and none where nobody listens. May be used by
 * several threads.
 */
public final class SpeedWatch {
  /** A {@code columns} that stands for {@link Loops#multiplyRow}. */
  public static final int ONE_ROW = 0;

  /** Vectors' speed as a multiple of the plain loops' from which they are slow, noise aside. */
  static final double SLOW = 0.8;

  /** What {@link #begin} says where nobody listens. */
  private static final long OFF = 0;

  /** Nanoseconds of products of one kind until the rehearsal and both comparisons. */
  private static final long[] DUE = {3_000_000_000L, 4_000_000_000L, 6_000_000_000L};

  /** Vectors in a row of C up to which each number of them is a kind of its own. */
  private static final int MOST_VECTORS = 16;

  /** Compares one product of a kind; on arrays of its own, in the caller's thread. */
  interface Comparison {
    /**
     * Speed of the vectors as a multiple of the plain loops'; NaN where it cannot be measured.
     *
     * @param columns of C, padded, or {@link #ONE_ROW}
     */
    double speed(int columns);
  }

  /** Products that run the same loops. */
  private static final class Kind {
    final AtomicLong nanos = new AtomicLong();
    volatile int comparisons;
    double first;
  }

  private final Loops loops;
  private final Comparison comparison;
  private final LongSupplier clock;
  private final Kind[] kinds = new Kind[MOST_VECTORS + 1];
  private final AtomicBoolean comparing = new AtomicBoolean();
  private volatile Consumer<String> listener;
  private volatile boolean told;

  /** With the clock and a comparison that only tests replace. */
  SpeedWatch(Loops loops, Comparison comparison, LongSupplier clock) {
    this.loops = loops;
    this.comparison = comparison;
    this.clock = clock;
    Arrays.setAll(kinds, kind -> new Kind());
  }

  /** For these loops; nothing is measured until somebody listens. */
  static SpeedWatch of(Loops loops) {
    return new SpeedWatch(loops, new SpeedComparison(loops), System::nanoTime);
  }

  /** Whom to tell. Plain loops have nothing to be compared with. */
  public void listen(Consumer<String> whom) {
    if (!loops.plain() && !told) {
      listener = whom;
    }
  }

  /** To be called before a large product. */
  public long begin() {
    return listener == null ? OFF : clock.getAsLong();
  }

  /**
   * To be called after it.
   *
   * @param begin what {@link #begin} said
   * @param columns of C, or {@link #ONE_ROW}
   */
  public void end(long begin, int columns) {
    if (begin == OFF) {
      return;
    }
    int compared = compared(columns);
    Kind kind = kinds[compared / loops.lanes()];
    long nanos = kind.nanos.addAndGet(clock.getAsLong() - begin);
    int comparisons = kind.comparisons;
    if (comparisons < DUE.length
        && nanos >= DUE[comparisons]
        && comparing.compareAndSet(false, true)) {
      try {
        compare(kind, compared);
      } finally {
        comparing.set(false);
      }
    }
  }

  /** Columns of a product of the same loops; wide ones are panels of the greatest width, mostly. */
  private int compared(int columns) {
    int most = MOST_VECTORS * loops.lanes();
    int padded = columns == ONE_ROW ? ONE_ROW : Gemm.padded(loops, columns);
    int panel = loops.panelWidth(most);
    return padded <= most ? padded : most / panel * panel;
  }

  private void compare(Kind kind, int columns) {
    if (kind.comparisons == DUE.length) {
      return; // another thread has just made the last one
    }
    double speed = comparison.speed(columns);
    boolean rehearsal = kind.comparisons == 0;
    boolean slow = speed < SLOW; // NaN is not
    if (rehearsal || slow && kind.comparisons + 1 < DUE.length) {
      kind.first = speed;
      kind.comparisons++;
      return;
    }
    kind.comparisons = DUE.length;
    if (slow) {
      tell(Math.max(kind.first, speed));
    }
  }

  private void tell(double speed) {
    Consumer<String> whom = listener;
    if (told || whom == null) {
      return;
    }
    told = true;
    listener = null;
    whom.accept(
        String.format(
            Locale.ROOT,
            "slow: vectors run at %.0f %% of the speed of plain loops: %s",
            100 * speed,
            Jvm.here().advice()));
  }
}
