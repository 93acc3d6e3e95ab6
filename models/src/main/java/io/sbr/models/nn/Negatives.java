package io.sbr.models.nn;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Philox;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Segments;
import java.util.Arrays;

/**
 * Items that did not follow, for a loss that looks at a few of them instead of the catalogue: drawn
 * evenly from all that an example does not hold and that does not follow it, in every step anew.
 *
 * @param examples which of them belong to which example, the same number for each
 * @param rows their rows of a table that begins with a padding row
 */
public record Negatives(Segments examples, RowGather rows) {
  /**
   * Draws for each example of a batch.
   *
   * @param held what is not to be drawn, unless an example holds all there is
   * @param each how many for each example
   * @param itemCount N
   * @param stream number of the random stream within the model, as layers with dropout have them
   */
  public static Negatives draw(
      DeviceBatch batch,
      BatchPart<GraphBatch.Held> held,
      int each,
      int itemCount,
      StepRandom random,
      int stream,
      Arena arena) {
    int[][] own = batch.held(held).items();
    int[] offsets = new int[own.length + 1];
    int[] drawn = new int[own.length * each];
    long draws = 0;
    for (int b = 0; b < own.length; b++) {
      offsets[b + 1] = (b + 1) * each;
      for (int j = offsets[b]; j < offsets[b + 1]; j++) {
        do {
          drawn[j] = 1 + Philox.below(itemCount, random.seed(), random.stream(stream), draws++);
        } while (own[b].length < itemCount && Arrays.binarySearch(own[b], drawn[j]) >= 0);
      }
    }
    DeviceBatch.Rows rows =
        DeviceBatch.upload(GraphBatch.Rows.of(offsets, itemCount + 1, drawn), arena);
    return new Negatives(rows.segments(), rows.nodes());
  }
}
