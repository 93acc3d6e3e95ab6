package io.sbr.data.batch.parts;

import io.sbr.data.batch.GraphBatch;
import java.util.Arrays;

/** The distinct edges of a batch while it is built, in ascending order of (source, target). */
final class Edges {
  private final int nodes;
  private int[] sources;
  private int[] targets;
  private int count;

  /**
   * No edges yet.
   *
   * @param capacity how many are expected
   */
  Edges(int nodes, int capacity) {
    this.nodes = nodes;
    sources = new int[capacity];
    targets = new int[capacity];
  }

  /** Adds an edge that comes after all edges added before. */
  void add(int source, int target) {
    if (count == sources.length) {
      int capacity = Math.max(16, Math.multiplyExact(2, count));
      sources = Arrays.copyOf(sources, capacity);
      targets = Arrays.copyOf(targets, capacity);
    }
    sources[count] = source;
    targets[count++] = target;
  }

  /** How many. */
  int count() {
    return count;
  }

  /** Source of an edge. */
  int source(int edge) {
    return sources[edge];
  }

  /** Target of an edge. */
  int target(int edge) {
    return targets[edge];
  }

  /** Each row divided by the number of its edges: averages. */
  GraphBatch.Adjacency averaged() {
    int[] bySource = offsets(sources);
    int[] byTarget = offsets(targets);
    double[] in = new double[count];
    double[] out = new double[count];
    for (int e = 0; e < count; e++) {
      in[e] = 1.0 / (byTarget[targets[e] + 1] - byTarget[targets[e]]);
      out[e] = 1.0 / (bySource[sources[e] + 1] - bySource[sources[e]]);
    }
    return adjacency(bySource, byTarget, in, out);
  }

  /** The same weight for an edge in both directions. */
  GraphBatch.Adjacency weighted(double[] weights) {
    return adjacency(offsets(sources), offsets(targets), weights, weights);
  }

  /**
   * Both matrices. They have one pattern, by source and by target, and each is stored with its
   * transpose, so two index structures serve all four.
   */
  private GraphBatch.Adjacency adjacency(
      int[] bySource, int[] byTarget, double[] in, double[] out) {
    int[] inColumns = new int[count];
    double[] inByTarget = new double[count];
    double[] outByTarget = new double[count];
    int[] next = Arrays.copyOf(byTarget, nodes);
    for (int e = 0; e < count; e++) {
      int slot = next[targets[e]]++; // sources come in ascending order, so columns do too
      inColumns[slot] = sources[e];
      inByTarget[slot] = in[e];
      outByTarget[slot] = out[e];
    }
    int[] outColumns = Arrays.copyOf(targets, count);
    return new GraphBatch.Adjacency(
        new GraphBatch.SparseRows(byTarget, inColumns, inByTarget, bySource, outColumns, in),
        new GraphBatch.SparseRows(bySource, outColumns, out, byTarget, inColumns, outByTarget));
  }

  /** Where each node's edges begin when they are sorted by {@code ends}. */
  private int[] offsets(int[] ends) {
    int[] offsets = new int[nodes + 1];
    for (int e = 0; e < count; e++) {
      offsets[ends[e] + 1]++;
    }
    for (int n = 0; n < nodes; n++) {
      offsets[n + 1] += offsets[n];
    }
    return offsets;
  }
}
