package io.sbr.data.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.UsageHistory;
import io.sbr.data.UserIds;
import io.sbr.data.batch.parts.ClickRows;
import io.sbr.data.batch.parts.ClickWindow;
import io.sbr.data.batch.parts.HeldItems;
import io.sbr.data.batch.parts.LearnedClicks;
import io.sbr.data.batch.parts.Positions;
import io.sbr.data.batch.parts.TargetRows;
import io.sbr.data.batch.parts.TimeSteps;
import io.sbr.data.batch.users.UserRows;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What models of sequences ask of a batch. */
class SequencePartsTest {
  private static final int ITEMS = 12;

  private static GraphBatch build(BatchSpec needs, int length, int[]... sessions) {
    return new BatchBuilder(ITEMS, needs, length).build(sessions);
  }

  /**
   * The second session is the longest, the first and the last are equal: 1st, 3rd in their order.
   */
  @Test
  void stepsBeginWithTheLongestSession() {
    TimeSteps part = new TimeSteps();
    int[] two = {7, 2};
    int[] four = {4, 9, 4, 1};
    int[] other = {3, 3};
    GraphBatch.Steps steps =
        build(BatchSpec.of(NodeOrder.ITEM_ID, part), 0, two, four, other).part(part);
    assertThat(steps.counts()).containsExactly(3, 3, 1, 1);
    // Nodes 2 7 | 1 4 9 | 3; rows 4 7 3, 9 2 3, 4, 1.
    assertThat(steps.nodes().indices()).containsExactly(3, 1, 5, 4, 0, 5, 3, 2);
    assertThat(steps.clicks().indices()).containsExactly(1, 4, 0, 3, 6, 7, 2, 5);
    DenseGraph.assertInverse(steps.nodes());
    DenseGraph.assertInverse(steps.clicks());
  }

  @Test
  void aSingleClickIsASingleStep() {
    TimeSteps part = new TimeSteps();
    GraphBatch batch = build(BatchSpec.of(NodeOrder.ITEM_ID, part), 0, new int[] {5});
    assertThat(batch.part(part).counts()).containsExactly(1);
    assertThat(batch.part(part).clicks().indices()).containsExactly(0);
  }

  /** Of five clicks and three places, the last three have them; the oldest share the first. */
  @Test
  void placesAreThoseOfTheLatestClicksFromTheLeft() {
    ClickRows.Place part = new ClickRows.Place(3);
    int[] long5 = {7, 2, 7, 9, 2};
    int[] short2 = {5, 4};
    GraphBatch batch = build(BatchSpec.of(NodeOrder.ITEM_ID, part), 0, long5, short2);
    assertThat(batch.part(part).indices()).containsExactly(0, 0, 0, 1, 2, 0, 1);
    DenseGraph.assertInverse(batch.part(part));
  }

  /** Step after step: the first rows of all windows, then their second ones. */
  @Test
  void windowsHoldTheLatestClicks() {
    ClickWindow last = new ClickWindow(ITEMS + 1, 3, true);
    ClickWindow first = new ClickWindow(ITEMS + 1, 3, false);
    ClickWindow.Mask real = new ClickWindow.Mask(first, false);
    ClickWindow.Mask padding = new ClickWindow.Mask(first, true);
    int[] five = {7, 2, 7, 9, 2};
    int[] two = {5, 4};
    BatchSpec needs = BatchSpec.of(NodeOrder.ITEM_ID, last, first, real, padding);
    GraphBatch batch = build(needs, 0, five, two);
    assertThat(batch.part(last).indices()).containsExactly(7, 0, 9, 5, 2, 4);
    assertThat(batch.part(first).indices()).containsExactly(7, 5, 9, 4, 2, 0);
    assertThat(batch.part(first).tableRows()).isEqualTo(ITEMS + 1);
    DenseGraph.assertInverse(batch.part(first));
    assertThat(batch.part(real)).containsExactly(1, 1, 1, 1, 1, 0);
    assertThat(batch.part(padding)).containsExactly(0, 0, 0, 0, 0, 1);
  }

  /** By their ids: numbers are those of one data set. Nobody, and whoever is new, is a stranger. */
  @Test
  void usersHaveRowsByTheirIds() {
    UserRows rows = new UserRows(List.of("ann", "bob"));
    Sessions sessions =
        new Sessions(
            new int[] {1, 2, 1, 2, 1, 2, 1, 2},
            new int[] {0, 2, 4, 6, 8},
            null,
            null,
            new int[] {4, 0, -1, 7});
    UserIds ids = UserIds.of(new TreeMap<>(Map.of(0, "bob", 4, "new", 7, "ann")));
    Examples examples = new Examples(sessions, 1, new UsageHistory(0, ids));
    GraphBatch batch =
        new BatchBuilder(ITEMS, BatchSpec.of(NodeOrder.ITEM_ID, rows), 0)
            .build(examples, new int[] {0, 1, 2, 3});
    assertThat(rows.count()).isEqualTo(3);
    assertThat(batch.part(rows).indices()).containsExactly(0, 2, 0, 1);
    DenseGraph.assertInverse(batch.part(rows));
  }

  @Test
  void positionsAreClicksAndPadding() {
    Positions positions = new Positions();
    Positions.PerClick perClick = new Positions.PerClick();
    Positions.Mask real = new Positions.Mask(false);
    Positions.Mask padding = new Positions.Mask(true);
    BatchSpec needs =
        new BatchSpec(NodeOrder.ITEM_ID, true, List.of(positions, perClick, real, padding));
    GraphBatch batch = build(needs, 6, new int[] {5, 2, 5, 3}, new int[] {1, 2, 4, 8, 11, 2});
    // Nodes 0 2 3 5 | 1 2 4 8 11.
    assertThat(batch.part(positions)).containsExactly(2, 1, 1, 2, 1, 2, 1, 1, 1);
    assertThat(batch.part(perClick))
        .containsExactly(0.5, 0.25, 0.25, 0.5, 1 / 6.0, 2 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0);
    assertThat(batch.part(real)).containsExactly(0, 1, 1, 1, 1, 1, 1, 1, 1);
    assertThat(batch.part(padding)).containsExactly(1, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void targetsAreRowsOfATableWithPaddingAndNeverDrawn() {
    TargetRows rows = new TargetRows();
    LearnedClicks.Following following = new LearnedClicks.Following();
    LearnedClicks.Chosen chosen = new LearnedClicks.Chosen(ITEMS);
    HeldItems held = new HeldItems();
    Sessions sessions = Sessions.of(new int[][] {{7, 2, 7, 9}, {4, 4}});
    GraphBatch batch =
        new BatchBuilder(ITEMS, BatchSpec.of(NodeOrder.ITEM_ID, rows, following, chosen, held), 0)
            .build(new Examples(sessions, 1), new int[] {0, 3});
    assertThat(batch.part(rows)).containsExactly(9, 4).isNotSameAs(batch.targets());
    assertThat(batch.part(following)).containsExactly(9, 4);
    assertThat(batch.part(chosen).indices()).containsExactly(9, 4);
    assertThat(batch.part(chosen).tableRows()).isEqualTo(ITEMS + 1);
    assertThat(batch.part(held).items()).isDeepEqualTo(new int[][] {{2, 7, 9}, {4}});
  }

  /** Prefixes of up to three clicks share an entry; that of four clicks is one of its own. */
  @Test
  void anEntryLearnsFromTheClicksOfAllItsPrefixes() {
    LearnedClicks part = new LearnedClicks();
    LearnedClicks.Following following = new LearnedClicks.Following();
    LearnedClicks.Weights weights = new LearnedClicks.Weights();
    HeldItems held = new HeldItems();
    Sessions sessions = Sessions.of(new int[][] {{7, 2, 7, 9, 3}, {4, 4}, {1, 5, 6}});
    Examples examples = new Examples(sessions, 1);
    BatchBuilder builder =
        new BatchBuilder(ITEMS, BatchSpec.of(NodeOrder.ITEM_ID, part, following, weights, held), 0)
            .sharing(new SharedPrefixes(3));
    GraphBatch batch = builder.build(examples, new int[] {0, 1, 5});
    assertThat(batch.learned()).containsExactly(1, 3, 2);
    assertThat(batch.examples()).isEqualTo(6);
    assertThat(batch.targets()).containsExactly(3, 9, 6);
    // Clicks 7 2 7 9 | 7 2 7 | 1 5.
    assertThat(batch.part(part).nodes().indices()).containsExactly(3, 4, 5, 6, 7, 8);
    assertThat(batch.part(part).offsets()).containsExactly(0, 1, 4, 6);
    assertThat(batch.part(part).session()).containsExactly(0, 1, 1, 1, 2, 2);
    DenseGraph.assertInverse(batch.part(part).nodes());
    assertThat(batch.part(following)).containsExactly(3, 2, 7, 9, 5, 6);
    assertThat(batch.part(held).items())
        .isDeepEqualTo(new int[][] {{2, 3, 7, 9}, {2, 7}, {2, 7}, {2, 7, 9}, {1, 5}, {1, 5, 6}});
    assertThat(batch.part(weights)).containsOnly(1.0 / 6);

    ExampleWeights byAge = ExampleWeights.byAge(examples, 2);
    double[] ofSessions = byAge.of(new int[] {0, 0, 0, 0, 2, 2});
    assertThat(builder.weighted(byAge).build(examples, new int[] {0, 1, 5}).part(weights))
        .containsExactly(Arrays.stream(ofSessions).map(w -> w * (1.0 / 6)).toArray());
  }
}
