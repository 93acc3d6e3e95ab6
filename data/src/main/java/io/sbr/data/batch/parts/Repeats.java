package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.Candidates;
import io.sbr.data.batch.GraphBatch;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which sessions click an item again and which explore, for a loss that tells the two apart. Reads
 * the targets, and so is of training alone: a session without target explores.
 */
public final class Repeats {
  private Repeats() {}

  /** Node of a session's target, or −1 if the session does not hold it. */
  private static int node(GraphBatch batch, int session) {
    for (int v = batch.nodeOffsets()[session]; v < batch.nodeOffsets()[session + 1]; v++) {
      if (batch.nodeItems()[v] == batch.targets()[session]) {
        return v;
      }
    }
    return -1;
  }

  private static int[] exploring(GraphBatch batch) {
    return IntStream.range(0, batch.sessions()).filter(b -> node(batch, b) < 0).toArray();
  }

  /** The sessions whose target is new to them, as a choice from all. */
  public record Exploring() implements BatchPart<GraphBatch.Gather> {
    @Override
    public GraphBatch.Gather build(GraphBatch batch) {
      return GraphBatch.Gather.of(batch.sessions(), exploring(batch));
    }
  }

  /** Where the items of each exploring session begin among {@link SeenItems}, {@code [B′ + 1]}. */
  public record SeenOffsets() implements BatchPart<int[]> {
    @Override
    public int[] build(GraphBatch batch) {
      int[] exploring = exploring(batch);
      int[] offsets = new int[exploring.length + 1];
      for (int e = 0; e < exploring.length; e++) {
        int b = exploring[e];
        offsets[e + 1] = offsets[e] + batch.nodeOffsets()[b + 1] - batch.nodeOffsets()[b];
      }
      return offsets;
    }
  }

  /** The items of the exploring sessions as candidates, ascending within each. */
  public record SeenItems() implements BatchPart<int[]> {
    @Override
    public int[] build(GraphBatch batch) {
      return Arrays.stream(exploring(batch)).flatMap(b -> SessionItems.of(batch, b)).toArray();
    }
  }

  /** The target of each exploring session as a candidate. */
  public record NewTargets() implements BatchPart<int[]> {
    @Override
    public int[] build(GraphBatch batch) {
      int[] items = Arrays.stream(exploring(batch)).map(b -> batch.targets()[b]).toArray();
      return Candidates.of(items);
    }
  }

  /** The node that each other session clicks again, as a choice from the nodes. */
  public record Repeated() implements BatchPart<GraphBatch.Gather> {
    @Override
    public GraphBatch.Gather build(GraphBatch batch) {
      int[] nodes =
          IntStream.range(0, batch.sessions())
              .map(b -> node(batch, b))
              .filter(v -> v >= 0)
              .toArray();
      return GraphBatch.Gather.of(batch.nodes(), nodes);
    }
  }

  /** 1 for a session that clicks an item again, −1 for one that explores, {@code [B]}. */
  public record Signs() implements BatchPart<double[]> {
    @Override
    public double[] build(GraphBatch batch) {
      return IntStream.range(0, batch.sessions())
          .mapToDouble(b -> node(batch, b) < 0 ? -1 : 1)
          .toArray();
    }
  }
}
