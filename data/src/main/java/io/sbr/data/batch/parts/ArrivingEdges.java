package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;
import java.util.Arrays;

/**
 * Edges as a list in the order of their targets, for attention over what arrives at a node: those
 * of a session's transitions, and of every node one to itself, last of its target. So no node is
 * without an edge.
 */
public interface ArrivingEdges extends BatchPart<GraphBatch.EdgeList> {
  /** What its edges and their weights are, in a few words for people. */
  String title();

  /** The list while it is built, one session after another. */
  final class Builder {
    private final int nodes;
    private final double[] loops;
    private int[] sources = new int[16];
    private int[] targets = new int[16];
    private double[] weights = new double[16];
    private int count;

    /** No edges yet but those from each node to itself, of weight 1. */
    Builder(int nodes) {
      this.nodes = nodes;
      loops = new double[nodes];
      Arrays.fill(loops, 1);
    }

    /** Adds an edge; one from a node to itself takes the place of the one it has. */
    void add(int source, int target, double weight) {
      if (source == target) {
        loops[source] = weight;
        return;
      }
      if (count == sources.length) {
        sources = Arrays.copyOf(sources, 2 * count);
        targets = Arrays.copyOf(targets, 2 * count);
        weights = Arrays.copyOf(weights, 2 * count);
      }
      sources[count] = source;
      targets[count] = target;
      weights[count++] = weight;
    }

    /** The list; edges of one target in the order in which they were added. */
    GraphBatch.EdgeList list() {
      int[] offsets = new int[nodes + 1];
      for (int e = 0; e < count; e++) {
        offsets[targets[e] + 1]++;
      }
      for (int v = 0; v < nodes; v++) {
        offsets[v + 1] += offsets[v] + 1; // one for the edge to itself
      }
      int edges = offsets[nodes];
      int[] target = new int[edges];
      int[] source = new int[edges];
      double[] weight = new double[edges];
      int[] next = Arrays.copyOf(offsets, nodes);
      for (int e = 0; e < count; e++) {
        int slot = next[targets[e]]++;
        source[slot] = sources[e];
        weight[slot] = weights[e];
      }
      for (int v = 0; v < nodes; v++) {
        Arrays.fill(target, offsets[v], offsets[v + 1], v);
        source[offsets[v + 1] - 1] = v;
        weight[offsets[v + 1] - 1] = loops[v];
      }
      return new GraphBatch.EdgeList(offsets, target, GraphBatch.Gather.of(nodes, source), weight);
    }
  }
}
