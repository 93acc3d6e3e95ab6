package io.sbr.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchPlan;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.parts.ClickTransitions;
import io.sbr.data.store.Datasets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published counts of real data sets: docs/pipeline.md, section 11, example 12, and section 13. */
class SharedDataTest {

  @ParameterizedTest
  @CsvSource({
    "diginetica, 186670, 719470, 15165, 57711, 43097, 43097, 69, 40",
    "yoochoose1_64, 116167, 369859, 15324, 55898, 17745, 37483, 145, 73",
    "tmall, 65286, 351268, 1027, 25898, 40727, 40727, 39, 39",
    "gowalla, 234403, 675561, 57492, 155332, 29510, 29510, 19, 19",
    "yoochoose-100k, 17794, 52484, 3416, 10152, 2933, 643078783, 57, 77",
    "diginetica-tiny, 2000, 7031, 644, 1109, 4973, 4973, 41, 14",
  })
  void holdsThePublishedNumbers(
      String name,
      int trainSessions,
      int trainExamples,
      int testSessions,
      int testExamples,
      int items,
      String largestId,
      int longestTrainInput,
      int longestTestInput) {
    Dataset data = Datasets.open(SharedData.at(name));
    assertThat(data.train().count()).isEqualTo(trainSessions);
    assertThat(new Examples(data.train(), 1).count()).isEqualTo(trainExamples);
    assertThat(data.test().count()).isEqualTo(testSessions);
    assertThat(new Examples(data.test(), 1).count()).isEqualTo(testExamples);
    assertThat(data.items().size()).isEqualTo(items);
    assertThat(data.items().id(items)).isEqualTo(largestId);
    assertThat(longestInput(data.train())).isEqualTo(longestTrainInput);
    assertThat(longestInput(data.test())).isEqualTo(longestTestInput);
  }

  private static int longestInput(Sessions sessions) {
    int longest = 0;
    for (int s = 0; s < sessions.count(); s++) {
      longest = Math.max(longest, sessions.length(s) - 1);
    }
    return longest;
  }

  /** Mean clicks, nodes and edges of all train inputs as docs/pipeline.md, section 14, has them. */
  @ParameterizedTest
  @CsvSource({"diginetica, 4.13, 3.57, 3.04", "yoochoose1_64, 5.12, 4.23, 3.93"})
  void batchesHaveTheMeasuredShape(String name, double clicks, double nodes, double edges) {
    Dataset data = Datasets.open(SharedData.at(name));
    Examples examples = new Examples(data.train(), 1);
    BatchBuilder builder =
        new BatchBuilder(data.items().size(), ClickTransitions.sessionGraph(), 0);
    BatchPlan plan = new BatchPlan(examples.count(), 512, 1);
    long[] sums = new long[3];
    long started = System.nanoTime();
    for (int i = 0; i < plan.batches(); i++) {
      GraphBatch batch = builder.build(examples, plan.batch(0, i));
      sums[0] += batch.clickNode().length;
      sums[1] += batch.nodes();
      sums[2] += batch.part(new ClickTransitions()).in().columns().length;
    }
    System.out.printf(
        "%s: all batches of an epoch in %d ms%n", name, (System.nanoTime() - started) / 1_000_000);
    double[] expected = {clicks, nodes, edges};
    for (int k = 0; k < 3; k++) {
      double mean = (double) sums[k] / examples.count();
      assertThat(mean).isCloseTo(expected[k], within(0.01));
    }
  }
}
