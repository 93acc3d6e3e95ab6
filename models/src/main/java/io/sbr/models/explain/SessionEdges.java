package io.sbr.models.explain;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.parts.ArrivingEdges;
import io.sbr.data.batch.parts.Relation;
import io.sbr.models.explain.GraphExplanation.Edge;
import io.sbr.models.nn.layers.Attribution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The edges of a batch of one session as people read them. */
final class SessionEdges {
  private final GraphBatch batch;
  private final int[] numbers;
  private final Intermediates shown;
  private final List<Edge> edges = new ArrayList<>();

  private SessionEdges(GraphBatch batch, int[] numbers, Intermediates shown) {
    this.batch = batch;
    this.numbers = numbers;
    this.shown = shown;
  }

  /**
   * The edges of every graph that the model asked for.
   *
   * @param numbers of each node, for people
   * @param shown by the forward pass
   */
  static List<Edge> of(GraphBatch batch, int[] numbers, Intermediates shown) {
    SessionEdges found = new SessionEdges(batch, numbers, shown);
    for (BatchPart<?> part : batch.parts().keySet()) {
      if (part instanceof Relation relation) {
        found.add(relation.title(), batch.part(relation));
      } else if (part instanceof ArrivingEdges list) {
        found.add(list.title(), batch.part(list));
      }
    }
    return found.edges;
  }

  /** Both directions have one pattern; {@code in} by source is kept as its transpose. */
  private void add(String title, GraphBatch.Adjacency relation) {
    GraphBatch.SparseRows out = relation.out();
    for (int u = 0; u < batch.nodes(); u++) {
      for (int e = out.offsets()[u]; e < out.offsets()[u + 1]; e++) {
        Map<String, Double> weights = new LinkedHashMap<>();
        weights.put("out", out.values()[e]);
        weights.put("in", relation.in().transposedValues()[e]);
        edges.add(new Edge(title, numbers[u], numbers[out.columns()[e]], weights));
      }
    }
  }

  private void add(String title, GraphBatch.EdgeList list) {
    Map<String, double[]> layers = shown.rowMeans(Attribution.EDGES);
    for (int e = 0; e < list.weights().length; e++) {
      Map<String, Double> weights = new LinkedHashMap<>();
      weights.put("weight", list.weights()[e]);
      for (Map.Entry<String, double[]> layer : layers.entrySet()) {
        weights.put(layer.getKey(), layer.getValue()[e]);
      }
      int from = numbers[list.sources().indices()[e]];
      edges.add(new Edge(title, from, numbers[list.targets()[e]], weights));
    }
  }

  /** Numbers of the nodes from 1, by first click; 0 for padding. */
  static int[] numbers(GraphBatch batch) {
    int[] numbers = new int[batch.nodes()];
    int next = 1;
    for (int node : batch.clickNode()) {
      if (numbers[node] == 0) {
        numbers[node] = next++;
      }
    }
    return numbers;
  }
}
