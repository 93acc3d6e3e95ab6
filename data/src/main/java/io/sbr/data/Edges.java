package io.sbr.data;

import java.util.Arrays;

/** The distinct edges of a batch while it is built, in ascending order of (source, target). */
final class Edges {
  private final int[] sources;
  private final int[] targets;
  private int count;

  /** A_in and A_out of a batch. */
  record Adjacency(GraphBatch.SparseRows in, GraphBatch.SparseRows out) {}

  Edges(int capacity) {
    sources = new int[capacity];
    targets = new int[capacity];
  }

  /** Adds an edge that comes after all edges added before. */
  void add(int source, int target) {
    sources[count] = source;
    targets[count++] = target;
  }

  /**
   * Both adjacency matrices. They have one pattern, by source and by target, and each is stored
   * with its transpose, so two index structures serve all four.
   */
  Adjacency adjacency(int nodes) {
    int[] bySource = offsets(sources, nodes);
    int[] byTarget = offsets(targets, nodes);
    int[] inColumns = new int[count];
    double[] in = new double[count];
    double[] inTransposed = new double[count];
    double[] out = new double[count];
    double[] outTransposed = new double[count];
    int[] next = Arrays.copyOf(byTarget, nodes);
    for (int e = 0; e < count; e++) {
      int u = sources[e];
      int v = targets[e];
      int slot = next[v]++; // sources come in ascending order, so columns do too
      inColumns[slot] = u;
      in[slot] = inTransposed[e] = 1.0 / (byTarget[v + 1] - byTarget[v]);
      out[e] = outTransposed[slot] = 1.0 / (bySource[u + 1] - bySource[u]);
    }
    int[] outColumns = Arrays.copyOf(targets, count);
    return new Adjacency(
        new GraphBatch.SparseRows(byTarget, inColumns, in, bySource, outColumns, inTransposed),
        new GraphBatch.SparseRows(bySource, outColumns, out, byTarget, inColumns, outTransposed));
  }

  /** Where each node's edges begin when they are sorted by {@code ends}. */
  private int[] offsets(int[] ends, int nodes) {
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
