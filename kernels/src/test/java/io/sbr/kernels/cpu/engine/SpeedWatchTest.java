package io.sbr.kernels.cpu.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.kernels.cpu.CpuBackend;
import io.sbr.kernels.cpu.loops.Loops;
import io.sbr.kernels.cpu.loops.PlainLoops;
import io.sbr.kernels.cpu.loops.SampleStep;
import io.sbr.kernels.cpu.loops.SlowLoops;
import io.sbr.kernels.cpu.loops.VectorLoops;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a backend says that its vectors are slow, on a clock of the test's own. */
class SpeedWatchTest {
  private static final long SECOND = 1_000_000_000;
  private static final Loops LOOPS = new VectorLoops();

  private final AtomicLong now = new AtomicLong(1);
  private final List<String> notices = Collections.synchronizedList(new ArrayList<>());
  private final List<Integer> compared = Collections.synchronizedList(new ArrayList<>());

  /** A watch whose comparisons have these outcomes in turn. */
  private SpeedWatch watch(double... outcomes) {
    Deque<Double> left = new ArrayDeque<>();
    Arrays.stream(outcomes).forEach(left::add);
    return new SpeedWatch(
        LOOPS,
        columns -> {
          compared.add(columns);
          return left.remove();
        },
        now::get);
  }

  private void spend(SpeedWatch watch, int columns, int seconds) {
    for (int i = 0; i < seconds; i++) {
      long begin = watch.begin();
      now.addAndGet(SECOND);
      watch.end(begin, columns);
    }
  }

  @Test
  void slowTwiceIsToldOnce() {
    SpeedWatch watch = watch(0.02, 0.1, 0.05);
    watch.listen(notices::add);
    spend(watch, 100, 5);
    assertThat(notices).isEmpty();
    spend(watch, 100, 100);
    assertThat(notices).hasSize(1);
    assertThat(notices.get(0)).contains("10 % of the speed of plain loops").doesNotContain("\n");
    watch.listen(notices::add);
    spend(watch, 100, 100);
    assertThat(notices).hasSize(1);
  }

  @Test
  void firstComparisonOnlyWarmsUpThePlainLoops() {
    SpeedWatch watch = watch(0.1, 3);
    watch.listen(notices::add);
    spend(watch, 100, 100);
    assertThat(compared).hasSize(2);
    assertThat(notices).isEmpty();
  }

  @Test
  void slowOnceMayBeTheCompilerAtWork() {
    SpeedWatch watch = watch(0.1, 0.1, 3);
    watch.listen(notices::add);
    spend(watch, 100, 100);
    assertThat(compared).hasSize(3);
    assertThat(notices).isEmpty();
  }

  @Test
  void whatCannotBeMeasuredIsNotSlow() {
    SpeedWatch watch = watch(Double.NaN, Double.NaN);
    watch.listen(notices::add);
    spend(watch, 100, 100);
    assertThat(compared).hasSize(2);
    assertThat(notices).isEmpty();
  }

  @Test
  void nothingIsComparedWhereNobodyListens() {
    spend(watch(), 100, 100);
    assertThat(compared).isEmpty();
  }

  @Test
  void plainLoopsAreComparedWithNothing() {
    SpeedWatch watch = new SpeedWatch(new PlainLoops(), columns -> 0.1, now::get);
    watch.listen(notices::add);
    spend(watch, 100, 100);
    assertThat(notices).isEmpty();
  }

  @Test
  void eachKindOfProductHasSecondsOfItsOwn() {
    SpeedWatch watch = watch(3, 3, 3, 3);
    watch.listen(notices::add);
    spend(watch, 100, 2);
    spend(watch, SpeedWatch.ONE_ROW, 2);
    assertThat(compared).isEmpty();
    spend(watch, 100, 10);
    spend(watch, SpeedWatch.ONE_ROW, 10);
    int padded = new Gemm(LOOPS).padded(100);
    assertThat(compared).containsExactly(padded, padded, SpeedWatch.ONE_ROW, SpeedWatch.ONE_ROW);
  }

  @Test
  void wideProductsAreOneKindOfWholePanels() {
    SpeedWatch watch = watch(3, 3);
    watch.listen(notices::add);
    for (int columns = 1000; columns < 1010; columns++) {
      spend(watch, columns, 1);
    }
    int panel = LOOPS.panelWidth(Integer.MAX_VALUE);
    assertThat(compared).hasSize(2).allMatch(columns -> columns % panel == 0);
  }

  @Test
  void severalThreadsAreToldOnce() throws InterruptedException {
    AtomicInteger comparisons = new AtomicInteger();
    SpeedWatch watch =
        new SpeedWatch(
            LOOPS,
            columns -> {
              comparisons.incrementAndGet();
              return 0.1;
            },
            now::get);
    watch.listen(notices::add);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(new Thread(() -> spend(watch, 100, 1000)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(comparisons).hasValue(3);
    assertThat(notices).hasSize(1);
  }

  @Test
  void comparisonRunsEveryKindOfProduct() {
    SpeedComparison comparison = new SpeedComparison(LOOPS);
    assertThat(comparison.speed(SpeedWatch.ONE_ROW)).isPositive();
    for (int vectors = 2; vectors <= 16; vectors++) {
      assertThat(comparison.speed(vectors * LOOPS.lanes())).isPositive();
    }
  }

  @Test
  void backendWithSlowLoopsSaysSoOnceAndComputesTheSame() {
    Loops slow = SlowLoops.of(LOOPS);
    SpeedWatch watch = new SpeedWatch(slow, new SpeedComparison(slow), this::hurry);
    try (Backend backend = new CpuBackend(Engine.of(slow, 1, watch));
        Backend same = new CpuBackend(LOOPS, 1)) {
      backend.onNotice(notices::add);
      float[] expected = product(same);
      for (int i = 0; i < 5; i++) {
        assertThat(product(backend)).isEqualTo(expected);
      }
    }
    assertThat(notices).hasSize(1);
  }

  /** Each look at the clock finds two seconds gone. */
  private long hurry() {
    return now.addAndGet(2 * SECOND);
  }

  private static float[] product(Backend backend) {
    try (Arena arena = new Arena(backend)) {
      Tensor a = SampleStep.random(arena, 1, 100, 100);
      Tensor out = arena.tensor(100, 100);
      backend.matmul(a, false, a, true, out, false);
      return out.toFloats();
    }
  }

  @Test
  void passesOverACatalogueCountAsProducts() {
    SpeedWatch watch =
        new SpeedWatch(
            LOOPS,
            columns -> {
              compared.add(columns);
              return 3;
            },
            this::hurry);
    try (Backend backend = new CpuBackend(Engine.of(LOOPS, 1, watch));
        Arena arena = new Arena(backend)) {
      backend.onNotice(notices::add);
      Scorer scorer =
          new Scorer.Dot(SampleStep.random(arena, 1, 3, 16), SampleStep.random(arena, 2, 50, 16));
      Ints targets = arena.copyOf(new int[] {1, 2, 3});
      Scorer one =
          new Scorer.Dot(SampleStep.random(arena, 1, 1, 16), SampleStep.random(arena, 2, 50, 16));
      for (int i = 0; i < 3; i++) {
        backend.softmaxCrossEntropy(scorer, targets, true, arena);
      }
      for (int i = 0; i < 3; i++) {
        backend.ranks(scorer, targets, arena.ints(3));
      }
      for (int i = 0; i < 3; i++) {
        backend.topK(
            one, 2, arena.copyOf(new int[2]), arena.ints(0), arena.ints(2), arena.tensor(1, 2));
      }
    }
    int narrow = new Gemm(LOOPS).padded(3);
    assertThat(compared)
        .containsExactly(
            narrow,
            narrow,
            ItemPanels.WIDTH,
            ItemPanels.WIDTH,
            SpeedWatch.ONE_ROW,
            SpeedWatch.ONE_ROW);
  }
}
