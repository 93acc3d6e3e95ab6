package io.sbr.data.batch;

import io.sbr.data.UsageHistory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * A batch of session graphs, packed: the nodes of all sessions one after another. Plain arrays,
 * built off the critical path; {@code models} uploads them. B sessions, n nodes, c clicks in all.
 *
 * @param packed the sessions as nodes and clicks
 * @param columns what is known of the sessions beside their clicks
 * @param targets {@code [B]} item that follows, from 1; 0 where there is none (serving)
 * @param learned {@code [B]} how many of each session's last clicks are learned from, each with the
 *     one after it: 1 but for entries of several examples ({@link SharedPrefixes})
 * @param carried {@code [B]} row of the batch before whose state each session goes on from, {@link
 *     BatchOrder#NONE} where there is none
 * @param weights {@code [B]} how much each session counts in the loss, 1 in the mean over all
 *     examples; empty where all count alike
 * @param itemGather the choice of each node's item from the item table, with its inverse
 * @param lastGather the choice of each session's last node from the nodes, with its inverse
 * @param parts what else the model needs
 */
public record GraphBatch(
    PackedSessions packed,
    SessionColumns columns,
    int[] targets,
    int[] learned,
    int[] carried,
    Optional<double[]> weights,
    Gather itemGather,
    Gather lastGather,
    Map<BatchPart<?>, Object> parts) {

  /** Number of sessions, B. */
  public int sessions() {
    return targets.length;
  }

  /** Number of examples, T: as many as there are sessions unless these stand for several each. */
  public int examples() {
    return Arrays.stream(learned).sum();
  }

  /** {@code [n]} item of each node; 0 for a padding node. */
  public int[] nodeItems() {
    return packed.nodeItems();
  }

  /** {@code [B + 1]} where each session's nodes begin. */
  public int[] nodeOffsets() {
    return packed.nodeOffsets();
  }

  /** {@code [n]} session of each node. */
  public int[] nodeSession() {
    return packed.nodeSession();
  }

  /** {@code [B]} node of each session's last click. */
  public int[] lastNode() {
    return packed.lastNode();
  }

  /** {@code [n]} how many clicks of the session each node stands for; 0 for padding. */
  public float[] nodeClicks() {
    return packed.nodeClicks();
  }

  /** {@code [B + 1]} where each session's clicks begin. */
  public int[] clickOffsets() {
    return packed.clickOffsets();
  }

  /** {@code [c]} node of each click. */
  public int[] clickNode() {
    return packed.clickNode();
  }

  /** {@code [B]} padding positions of each session. */
  public float[] padding() {
    return packed.padding();
  }

  /** Number of nodes of all sessions. */
  public int nodes() {
    return packed.nodeItems().length;
  }

  /**
   * A part that the model has asked for.
   *
   * @throws IllegalArgumentException if the batch was built without it
   */
  @SuppressWarnings("unchecked") // a part is the key of what it built
  public <T> T part(BatchPart<T> part) {
    T built = (T) parts.get(part);
    if (built == null) {
      throw new IllegalArgumentException("the batch was built without " + part);
    }
    return built;
  }

  /**
   * How many seconds a click's item was viewed; 0 where that is not known.
   *
   * @param session of the batch
   * @param click of the batch, one of the session's
   * @throws IllegalStateException if {@link Column#DURATIONS} was not declared
   */
  public double seconds(int session, int click) {
    return columns.seconds(session, click - clickOffsets()[session]);
  }

  /** The same with these parts, each built from the columns that it declares. */
  GraphBatch with(List<BatchPart<?>> wanted) {
    Map<BatchPart<?>, Object> built = new LinkedHashMap<>();
    wanted.forEach(
        part -> built.computeIfAbsent(part, p -> p.build(with(columns.seenBy(p), parts))));
    return with(columns, built);
  }

  private GraphBatch with(SessionColumns columns, Map<BatchPart<?>, Object> parts) {
    return new GraphBatch(
        packed, columns, targets, learned, carried, weights, itemGather, lastGather, parts);
  }

  /**
   * A relation between nodes as two matrices, one for each direction of its edges.
   *
   * @param in row v: what arrives at v
   * @param out row u: what leaves u
   */
  public record Adjacency(SparseRows in, SparseRows out) {}

  /**
   * Rows that belong to sessions, each a choice of a node.
   *
   * @param offsets {@code [B + 1]} where each session's rows begin
   * @param session {@code [k]} session of each row
   * @param nodes {@code [k]} node of each row, with the inverse
   */
  public record Rows(int[] offsets, int[] session, Gather nodes) {
    /** The nodes that pass, session by session, as a choice from all nodes of the batch. */
    public static Rows of(GraphBatch batch, IntPredicate chosen) {
      int[] nodes = new int[batch.nodes()];
      int[] offsets = new int[batch.sessions() + 1];
      int count = 0;
      for (int b = 0; b < batch.sessions(); b++) {
        for (int v = batch.nodeOffsets()[b]; v < batch.nodeOffsets()[b + 1]; v++) {
          if (chosen.test(v)) {
            nodes[count++] = v;
          }
        }
        offsets[b + 1] = count;
      }
      return of(offsets, batch.nodes(), Arrays.copyOf(nodes, count));
    }

    /**
     * Rows of chosen nodes.
     *
     * @param offsets {@code [B + 1]} where each session's rows begin
     * @param nodes n
     * @param chosen {@code [k]} node of each row
     */
    public static Rows of(int[] offsets, int nodes, int[] chosen) {
      int[] session = new int[chosen.length];
      for (int b = 0; b + 1 < offsets.length; b++) {
        Arrays.fill(session, offsets[b], offsets[b + 1], b);
      }
      return new Rows(offsets, session, Gather.of(nodes, chosen));
    }
  }

  /**
   * Clicks step by step, see {@link io.sbr.data.batch.parts.TimeSteps}.
   *
   * @param counts clicks of each step, never more than the step before has
   * @param nodes {@code [c]} node of each row, step after step
   * @param clicks {@code [c]} row of each click, session after session
   */
  public record Steps(int[] counts, Gather nodes, Gather clicks) {}

  /**
   * Items that stay on the host, see {@link io.sbr.data.batch.parts.HeldItems} and {@link
   * io.sbr.data.batch.parts.LaneItems}.
   *
   * @param items as the part says
   */
  public record Held(int[][] items) {}

  /**
   * A square sparse matrix over nodes and its transpose, both in compressed rows. Values are double
   * so that a float64 backend gets a third as it is; others round on upload. Arrays may be shared
   * between the matrices of a batch and are not to be changed.
   *
   * @param offsets {@code [n + 1]}
   * @param columns {@code [e]} ascending within a row
   * @param values {@code [e]}
   * @param transposedOffsets {@code [n + 1]}
   * @param transposedColumns {@code [e]} ascending within a row
   * @param transposedValues {@code [e]}
   */
  public record SparseRows(
      int[] offsets,
      int[] columns,
      double[] values,
      int[] transposedOffsets,
      int[] transposedColumns,
      double[] transposedValues) {}

  /**
   * Edges in the order of their targets.
   *
   * @param offsets {@code [n + 1]} where the edges that arrive at each node begin
   * @param targets {@code [e]} target of each edge
   * @param sources {@code [e]} source of each edge, with the inverse
   * @param weights {@code [e]}
   */
  public record EdgeList(int[] offsets, int[] targets, Gather sources, double[] weights) {}

  /**
   * Items of each session that have a softmax of their own, an entry each, and what a loss that
   * tells them from all others needs of the targets. m entries in all, at least one of each
   * session.
   *
   * @param entries {@code [m]} the items, a choice from all N, ascending within a session
   * @param statistics {@code [m·K]} what is known of each
   * @param past {@code [B]} what is known of each session's user
   * @param signs {@code [B]} 1 where the target is an entry of the session, −1 where it is none
   * @param repeated the entries that are targets, as a choice from all
   * @param exploring the sessions whose target is no entry, as a choice from all
   * @param seenOffsets where the entries of each exploring session begin among {@code seen}
   * @param seen items of those entries, from 0
   * @param newTargets target of each exploring session, from 0
   */
  public record Own(
      Rows entries,
      double[] statistics,
      double[] past,
      double[] signs,
      Gather repeated,
      Gather exploring,
      int[] seenOffsets,
      int[] seen,
      int[] newTargets) {}

  /**
   * What scores are scaled by, sparse: {@link UsageHistory.Usage#boosts}.
   *
   * @param offsets {@code [B + 1]} where each session's items begin
   * @param items {@code [k]} as {@link Candidates}, ascending within a session
   * @param boosts {@code [k, 6]}
   */
  public record Boosts(int[] offsets, int[] items, double[] boosts) {}

  /**
   * A choice of table rows and its inverse, sorted by row.
   *
   * @param tableRows rows of the table chosen from
   * @param indices {@code [k]} row of each choice
   * @param rows {@code [u]} distinct rows, ascending
   * @param offsets {@code [u + 1]} where each row's choices begin in {@code positions}
   * @param positions {@code [k]} choices grouped by row, ascending within a group
   */
  public record Gather(int tableRows, int[] indices, int[] rows, int[] offsets, int[] positions) {
    /** The choice with its inverse: the choices sorted by row, ties by position. */
    public static Gather of(int tableRows, int[] indices) {
      int count = indices.length;
      long[] byRow = new long[count];
      for (int i = 0; i < count; i++) {
        byRow[i] = (long) indices[i] << 32 | i;
      }
      Arrays.sort(byRow);
      int distinct = 0;
      for (int k = 0; k < count; k++) {
        distinct += k == 0 || byRow[k] >>> 32 != byRow[k - 1] >>> 32 ? 1 : 0;
      }
      int[] rows = new int[distinct];
      int[] offsets = new int[distinct + 1];
      int[] positions = new int[count];
      int row = 0;
      for (int k = 0; k < count; k++) {
        positions[k] = (int) byRow[k];
        if (k == 0 || byRow[k] >>> 32 != byRow[k - 1] >>> 32) {
          rows[row] = (int) (byRow[k] >>> 32);
          offsets[row++] = k;
        }
      }
      offsets[distinct] = count;
      return new Gather(tableRows, indices, rows, offsets, positions);
    }
  }
}
