package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.indices;
import static io.sbr.kernels.contract.Sizes.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sbr.tensor.Backend;
import io.sbr.tensor.Ints;
import io.sbr.tensor.PackedItems;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A packed copy of the item table changes no bit of what is read from it. */
interface PackedContract extends Comparison {
  /**
   * Whether the backend makes packed copies of item tables; declared, so that one that stops making
   * them is found and not skipped.
   */
  boolean packs();

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void packedDotProducts(int size) {
    assertSameBits(dot(3, size, 7)); // items
    assertSameBits(dot(1, size, 7));
    assertSameBits(dot(2, 50, Math.min(size, 127))); // width
    assertSameBits(dot(1, 50, Math.min(size, 127)));
    assertSameBits(dot(Math.min(size, 127), 50, 9)); // sessions
  }

  @Test
  default void packedDotProductsOfManyItems() {
    assertSameBits(dot(1, Sizes.MANY_ITEMS, 3));
    assertSameBits(dot(5, Sizes.MANY_ITEMS, 3));
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void packedNormalizedProducts(int size) {
    assertSameBits(products(3, size, 7, Scorer.NormalizedDot::new)); // items
    assertSameBits(products(1, size, 7, Scorer.NormalizedDot::new));
    assertSameBits(products(2, 50, Math.min(size, 127), Scorer.NormalizedDot::new)); // width
  }

  private static HeadRuns.ScorerOn dot(int sessions, int items, int d) {
    return products(sessions, items, d, Scorer.Dot::new);
  }

  private static HeadRuns.ScorerOn products(
      int sessions, int items, int d, BiFunction<Tensor, Tensor, Scorer> formula) {
    double[] s = random(sessions * d, 1);
    double[] e = random(items * d, 2);
    // The table is a part of a larger one, as where its first row stands for padding.
    return side -> {
      Tensor table = side.out(items + 1, d);
      Tensor part = table.rowRange(1, items + 1);
      side.backend().copy(side.in(e, items, d), part);
      return formula.apply(side.in(s, sessions, d), part);
    };
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void packedTargetAttention(int size) {
    int[] nodes = IntStream.range(0, Math.min(size, 33)).map(b -> 1 + b % 5).toArray();
    assertSameBits(AttentionCase.random(size, 5, 1, 3, 2)::on); // items
    assertSameBits(AttentionCase.random(70, 6, nodes)::on); // sessions
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void packedUsage(int size) {
    assertSameBits(UsageCase.random(3, size, 7, 2, 0.1)::on); // items
    assertSameBits(UsageCase.random(1, size, 7, 2, 0.1)::on);
  }

  private void assertSameBits(HeadRuns.ScorerOn makes) {
    double[][] plain = tested(s -> results(s, makes.on(s)));
    double[][] packed =
        tested(
            s -> {
              Scorer scorer = makes.on(s);
              return results(s, new Scorer.Packed(scorer, pack(s, scorer.items())));
            });
    assertThat(packed).isDeepEqualTo(plain);
  }

  private PackedItems pack(Side s, Tensor items) {
    Optional<PackedItems> packed = s.backend().packItems(items, s.arena());
    assertThat(packed.isPresent()).as("packing by " + s.backend().name()).isEqualTo(packs());
    assumeTrue(packs(), s.backend().name() + " reads item tables as they are");
    return packed.get();
  }

  private static List<Tensor> results(Side s, Scorer scorer) {
    Backend backend = s.backend();
    int sessions = scorer.sessionCount();
    int k = 7;
    Tensor scores = s.out(sessions, scorer.itemCount());
    backend.scores(scorer, scores);
    Ints targets = s.ints(indices(sessions, scorer.itemCount(), 3));
    Ints ranks = s.arena().ints(sessions);
    backend.ranks(scorer, targets, ranks);
    Ints items = s.arena().ints(sessions * k);
    Tensor best = s.out(sessions, k);
    Ints begins = s.ints(new int[sessions + 1]);
    backend.topK(scorer, k, begins, s.ints(), items, best);
    Tensor loss = backend.softmaxCrossEntropy(scorer, targets, false, s.arena()).loss();
    return List.of(scores, numbers(s, ranks), numbers(s, items), best, loss);
  }

  private static Tensor numbers(Side s, Ints ints) {
    return s.in(IntStream.of(ints.toArray()).asDoubleStream().toArray());
  }

  @Test
  default void aCopyOfAnotherTableIsRefused() {
    try (Side s = new Side(backend())) {
      Tensor table = s.in(random(30, 4), 10, 3);
      Scorer scorer = new Scorer.Dot(s.in(random(3, 5), 1, 3), table.rowRange(1, 10));
      PackedItems other = pack(s, table);
      assertThatThrownBy(() -> new Scorer.Packed(scorer, other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[10, 3]")
          .hasMessageContaining("[9, 3]");
    }
  }
}
