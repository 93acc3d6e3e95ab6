package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.indices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Target attention under every consumer of scores. */
interface TargetAttentionContract extends RowsStandAlone {
  /** One case for every dimension that a kernel may cut into blocks. */
  private static List<AttentionCase> cases(int size) {
    int some = Math.min(size, 127);
    int[] nodes = IntStream.range(0, some).map(b -> 1 + b % 5).toArray();
    return List.of(
        AttentionCase.random(size, 5, 1, 3, 2), // items
        AttentionCase.random(9, some, 2, 1, 4), // width
        AttentionCase.random(7, 6, nodes), // sessions
        AttentionCase.random(10, 6, 1, some, 2), // nodes of one session
        AttentionCase.random(size, 5, 0, 2, 0, 0, 1, 0), // sessions with padding alone
        AttentionCase.random(9, 4, new int[some])); // no nodes at all
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void targetAttentionScores(int size) {
    for (AttentionCase c : cases(size)) {
      compare(
          side -> {
            Tensor scores = side.out(c.sessionCount(), c.itemCount());
            side.backend().scores(c.on(side), scores);
            return List.of(scores);
          },
          new AttentionBounds(this, c).errors);
    }
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void targetAttentionLossAndGradients(int size) {
    cases(size).forEach(this::lossAndGradients);
  }

  @Test
  default void targetAttentionLossAndGradientsOfManyItems() {
    lossAndGradients(AttentionCase.random(Sizes.MANY_ITEMS, 3, 1, 2));
  }

  /** More nodes than are worked on at once, in sessions that share them out unevenly. */
  @Test
  default void targetAttentionLossAndGradientsOfManyNodesAndItems() {
    lossAndGradients(AttentionCase.random(Sizes.MANY_ITEMS, 2, 70, 40, 131, 1, 2));
  }

  private void lossAndGradients(AttentionCase c) {
    int[] targets = indices(c.sessionCount(), c.itemCount(), 8);
    compare(
        side -> HeadRuns.lossAndGradients(side, c.on(side), side.ints(targets)),
        new AttentionBounds(this, c).lossAndGradients(targets));
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#catalogues")
  default void targetAttentionLossOfEqualScores(int items) {
    AttentionCase c = AttentionCase.random(items, 3, 1, 4, 2).withEqualScores();
    HeadRuns.assertLossOfEqualScores(this, c::on, c.sessionCount(), items);
  }

  @Test
  default void targetAttentionWithoutSessionsOrItems() {
    try (Side s = new Side(backend())) {
      backend().scores(AttentionCase.random(5, 4).on(s), s.out(0, 5));
      backend().scores(AttentionCase.random(0, 4, 1, 2).on(s), s.out(2, 0));
      s.take(List.of());
    }
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#catalogues")
  default void targetAttentionRanksAndTopKWithManyTies(int items) {
    int sessions = 9;
    int[] begins = IntStream.rangeClosed(0, sessions).map(b -> b / 2).toArray();
    int[] excluded = indices(begins[sessions], items, 9);
    HeadRuns.Ranking ranking =
        new HeadRuns.Ranking(indices(sessions, items, 10), 20, begins, excluded);
    HeadRuns.assertSameRanking(backend(), AttentionCase.exact(items, sessions)::on, ranking);
  }

  /** A batch with sessions of 1 to 6 nodes and one of many. */
  private static AttentionCase batch(int items) {
    int[] nodes = Arrays.stream(indices(BATCH, 6, 11)).map(n -> n + 1).toArray();
    nodes[100] = 77;
    return AttentionCase.random(items, 33, nodes);
  }

  @Test
  default void targetAttentionConsumersAgree() {
    AttentionCase c = batch(503);
    HeadRuns.assertConsumersAgree(backend(), c::on);
  }

  @Test
  default void targetAttentionSessionsStandAlone() {
    AttentionCase c = batch(263);
    assertProductRowsStandAlone(
        (s, rows) -> {
          Tensor scores = s.out(rows.length, c.itemCount());
          s.backend().scores(c.pick(rows).on(s), scores);
          return scores;
        },
        new AttentionBounds(this, c).errors);
  }

  /** Logits of ±1000: the largest, or the padding's 0, has all the weight; equal ones share it. */
  @Test
  default void largeLogitsDoNotOverflow() {
    AttentionCase c =
        new AttentionCase(
            1,
            new double[] {0.5, 0.5, 0.5, 0.5, 0.5},
            new double[] {100, -100},
            new double[] {10, -10, -10, 10, 0, 10, 10},
            new double[] {1, 2, 4, 1, 3, 1, 3},
            new int[] {0, 1, 2, 3, 5, 7},
            new double[] {2, 1, 1, 1, 1, 1, 3},
            new double[] {0, 0, 5, 5, 0});
    double[] scores =
        tested(
            s -> {
              Tensor all = s.out(5, 2);
              s.backend().scores(c.on(s), all);
              return List.of(all);
            })[0];
    assertThat(scores).containsExactly(150, -150, 250, -250, 50, -450, 150, -100, 300, -300);
  }

  @Test
  default void aNanItemSpoilsAllSessionsAndANanStateItsOwn() {
    for (int items : new int[] {2, 17, 300}) {
      AttentionCase c = AttentionCase.random(items, 4, 2, 1, 3);
      double[] badItems = c.items().clone();
      badItems[4 * (items - 1)] = Double.NaN;
      double[] badStates = c.states().clone();
      badStates[4 * 2 + 3] = Double.NaN; // the only node of the second session
      AttentionCase item = c.with(badItems, c.states());
      AttentionCase state = c.with(c.items(), badStates);
      int[] fine = ranks(c);
      assertThat(ranks(item)).containsExactly(0, 0, 0);
      assertThat(ranks(state)).containsExactly(fine[0], 0, fine[2]);
      for (AttentionCase bad : List.of(item, state)) {
        double[] loss =
            tested(
                s ->
                    List.of(
                        s.backend()
                            .softmaxCrossEntropy(bad.on(s), s.ints(0, 0, 0), true, s.arena())
                            .loss()))[0];
        assertThat(loss).containsExactly(Double.NaN);
        try (Side s = new Side(backend())) {
          Scorer scorer = bad.on(s);
          Ints top = s.arena().ints(6);
          Tensor scores = s.out(3, 2);
          Ints none = s.ints(0, 0, 0, 0);
          assertThatThrownBy(() -> backend().topK(scorer, 2, none, s.ints(), top, scores))
              .isInstanceOf(ArithmeticException.class);
        }
      }
    }
  }

  private int[] ranks(AttentionCase c) {
    try (Side s = new Side(backend())) {
      Ints ranks = s.arena().ints(c.sessionCount());
      backend().ranks(c.on(s), s.arena().copyOf(new int[c.sessionCount()]), ranks);
      return ranks.toArray();
    }
  }

  @Test
  default void targetAttentionShapesAreChecked() {
    try (Side s = new Side(backend())) {
      Tensor two = s.out(2, 3);
      Tensor five = s.out(5, 3);
      Tensor other = s.out(5, 4);
      Tensor clicks = s.out(5, 1);
      Tensor padding = s.out(2, 1);
      var nodes = s.segments(new int[] {0, 2, 5});
      List<Runnable> misfits =
          List.of(
              () -> new Scorer.TargetAttention(five, two, five, five, nodes, clicks, padding),
              () -> new Scorer.TargetAttention(two, other, five, five, nodes, clicks, padding),
              () -> new Scorer.TargetAttention(two, two, two, five, nodes, clicks, padding),
              () -> new Scorer.TargetAttention(two, two, five, other, nodes, clicks, padding),
              () -> new Scorer.TargetAttention(two, two, five, five, nodes, padding, padding),
              () -> new Scorer.TargetAttention(two, two, five, five, nodes, clicks, clicks));
      for (Runnable misfit : misfits) {
        assertThatThrownBy(misfit::run)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("target attention: ");
      }
    }
  }
}
