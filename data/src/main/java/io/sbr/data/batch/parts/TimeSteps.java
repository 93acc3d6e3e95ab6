package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The clicks step by step, for a recurrent unit: the first clicks of all sessions, then the second
 * clicks of those that have one, …. The longest session comes first, equal ones in their order, so
 * that the sessions of a step are the first ones of the step before.
 */
public record TimeSteps() implements BatchPart<GraphBatch.Steps> {
  @Override
  public GraphBatch.Steps build(GraphBatch batch) {
    int[] offsets = batch.clickOffsets();
    int[] longestFirst =
        IntStream.range(0, batch.sessions())
            .boxed()
            .sorted(Comparator.comparingInt(b -> offsets[b] - offsets[b + 1]))
            .mapToInt(b -> b)
            .toArray();
    int steps =
        longestFirst.length == 0 ? 0 : offsets[longestFirst[0] + 1] - offsets[longestFirst[0]];
    int[] counts = new int[steps];
    int[] nodes = new int[batch.clickNode().length]; // of each row
    int[] rows = new int[nodes.length]; // of each click
    int row = 0;
    for (int t = 0; t < steps; t++) {
      for (int b : longestFirst) {
        int click = offsets[b] + t;
        if (click >= offsets[b + 1]) {
          break; // and so all that follow
        }
        nodes[row] = batch.clickNode()[click];
        rows[click] = row++;
        counts[t]++;
      }
    }
    return new GraphBatch.Steps(
        counts,
        GraphBatch.Gather.of(batch.nodes(), nodes),
        GraphBatch.Gather.of(rows.length, rows));
  }
}
