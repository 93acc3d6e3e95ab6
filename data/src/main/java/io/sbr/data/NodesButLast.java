package io.sbr.data;

import java.util.Arrays;

/**
 * The nodes but that of each session's last click, session by session, as a choice from all nodes.
 * A session of one item has none. For batches without padding nodes.
 */
public record NodesButLast() implements BatchPart<GraphBatch.Rows> {
  @Override
  public GraphBatch.Rows build(GraphBatch batch) {
    int[] chosen = new int[batch.nodes()];
    int[] offsets = new int[batch.sessions() + 1];
    int count = 0;
    for (int b = 0; b < batch.sessions(); b++) {
      for (int v = batch.nodeOffsets()[b]; v < batch.nodeOffsets()[b + 1]; v++) {
        if (v != batch.lastNode()[b]) {
          chosen[count++] = v;
        }
      }
      offsets[b + 1] = count;
    }
    return GraphBatch.Rows.of(offsets, batch.nodes(), Arrays.copyOf(chosen, count));
  }
}
