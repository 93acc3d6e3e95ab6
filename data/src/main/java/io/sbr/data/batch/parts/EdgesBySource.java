package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.Column;
import io.sbr.data.batch.GraphBatch;
import java.util.Set;

/**
 * The order of edges by source instead of target, as a choice from the edges.
 *
 * @param edges by target
 */
public record EdgesBySource(ArrivingEdges edges) implements BatchPart<GraphBatch.Rows> {
  @Override
  public GraphBatch.Rows build(GraphBatch batch) {
    // Every node has an edge to itself, so the inverse of the sources has a group for each node.
    GraphBatch.Gather sources = edges.build(batch).sources();
    return GraphBatch.Rows.of(sources.offsets(), sources.indices().length, sources.positions());
  }

  @Override
  public Set<Column> reads() {
    return edges.reads();
  }

  /** For the backward pass: for each edge by target, where it stands by source. */
  public record Back(EdgesBySource order) implements BatchPart<GraphBatch.Gather> {
    @Override
    public GraphBatch.Gather build(GraphBatch batch) {
      int[] bySource = order.build(batch).nodes().indices();
      int[] place = new int[bySource.length];
      for (int i = 0; i < place.length; i++) {
        place[bySource[i]] = i;
      }
      return GraphBatch.Gather.of(place.length, place);
    }

    @Override
    public Set<Column> reads() {
      return order.reads();
    }
  }
}
