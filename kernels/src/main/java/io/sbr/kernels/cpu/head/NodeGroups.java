package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The small side of target attention's products, K: the queries and states of all nodes and the
 * session vectors, stacked as {@code [2n + B, d]} in groups of whole sessions. A group's rows stand
 * together, its queries first, then its states, then its sessions, and are so few that what a tile
 * of items makes of them stays in the cache, and what all items make of them can be kept.
 */
final class NodeGroups {
  /** Rows of a group, unless a single session has more: as many numbers for each item. */
  private static final int ROWS = 220;

  /**
   * Some sessions and their nodes.
   *
   * @param firstSession the sessions are {@code [firstSession, endSession)}
   * @param firstNode the nodes are {@code [firstNode, endNode)}
   */
  record Group(int firstSession, int endSession, int firstNode, int endNode) {
    int sessions() {
      return endSession - firstSession;
    }

    int nodes() {
      return endNode - firstNode;
    }

    /** First of the group's rows in the stack. */
    int row() {
      return 2 * firstNode + firstSession;
    }

    /** Where a session's row stands among the group's. */
    int sessionRow(int session) {
      return 2 * nodes() + session - firstSession;
    }

    /** Rows of queries, states and sessions. */
    int rows() {
      return 2 * nodes() + sessions();
    }
  }

  private final Scorer.TargetAttention scorer;
  private final int[] offsets;
  private final List<Group> groups = new ArrayList<>();
  private final int[] owners;
  private final int mostRows;
  private final int d;

  NodeGroups(Scorer.TargetAttention scorer) {
    this.scorer = scorer;
    offsets = CpuMemory.ints(scorer.nodes().offsets());
    d = scorer.items().cols();
    int first = 0;
    for (int b = 0; b < scorer.sessionCount(); b++) {
      int rows = new Group(first, b + 1, offsets[first], offsets[b + 1]).rows();
      if (b > first && rows > ROWS) {
        groups.add(new Group(first, b, offsets[first], offsets[b]));
        first = b;
      }
    }
    if (scorer.sessionCount() > 0) {
      int end = scorer.sessionCount();
      groups.add(new Group(first, end, offsets[first], offsets[end]));
    }
    mostRows = groups.stream().mapToInt(Group::rows).max().orElse(0);
    owners = new int[rows()];
    for (Group g : groups) {
      for (int b = g.firstSession(); b < g.endSession(); b++) {
        int queries = g.row() + offsets[b] - g.firstNode();
        int nodes = offsets[b + 1] - offsets[b];
        Arrays.fill(owners, queries, queries + nodes, b);
        Arrays.fill(owners, queries + g.nodes(), queries + g.nodes() + nodes, b);
        owners[g.row() + g.sessionRow(b)] = b;
      }
    }
  }

  /** The groups, in order. */
  List<Group> all() {
    return groups;
  }

  /** The group of a session. */
  Group of(int session) {
    return groups.stream().filter(g -> session < g.endSession()).findFirst().orElseThrow();
  }

  /** The session that a row of the stack belongs to. */
  int owner(int row) {
    return owners[row];
  }

  /** Rows of the largest group. */
  int mostRows() {
    return mostRows;
  }

  /** Rows of the stack. */
  int rows() {
    return 2 * scorer.nodes().total() + scorer.sessionCount();
  }

  /** Where a session's nodes begin; the next session's beginning is its end. */
  int firstNode(int session) {
    return offsets[session];
  }

  /** Copies queries, states and sessions into a stack. */
  void stack(float[] stacked) {
    for (Group g : groups) {
      int at = g.row() * d;
      copyIn(scorer.queries(), g.firstNode(), g.nodes(), stacked, at);
      copyIn(scorer.states(), g.firstNode(), g.nodes(), stacked, at + g.nodes() * d);
      copyIn(scorer.sessions(), g.firstSession(), g.sessions(), stacked, at + 2 * g.nodes() * d);
    }
  }

  private void copyIn(Tensor source, int row, int rows, float[] stacked, int at) {
    int from = source.offset() + row * d;
    System.arraycopy(CpuMemory.floats(source), from, stacked, at, rows * d);
  }

  /** Copies the parts of a stack whose rows are {@code width} apart to where they belong. */
  void unstack(float[] stacked, int width, Tensor queries, Tensor states, Tensor sessions) {
    for (Group g : groups) {
      copyOut(stacked, width, g.row(), queries, g.firstNode(), g.nodes());
      copyOut(stacked, width, g.row() + g.nodes(), states, g.firstNode(), g.nodes());
      copyOut(stacked, width, g.row() + 2 * g.nodes(), sessions, g.firstSession(), g.sessions());
    }
  }

  private void copyOut(float[] stacked, int width, int from, Tensor target, int row, int rows) {
    float[] out = CpuMemory.floats(target);
    for (int r = 0; r < rows; r++) {
      int to = target.offset() + (row + r) * d;
      System.arraycopy(stacked, (from + r) * width, out, to, d);
    }
  }
}
