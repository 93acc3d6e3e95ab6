package io.sbr.data;

/**
 * A batch of session graphs, packed: the nodes of all sessions one after another, no padding. Plain
 * arrays, built off the critical path; {@code models} uploads them. B sessions, n nodes, c clicks,
 * e edges, in all.
 *
 * @param sessions B
 * @param nodeItems {@code [n]} item of each node, in the order the model declares within a session
 * @param nodeOffsets {@code [B + 1]} where each session's nodes begin
 * @param nodeSession {@code [n]} session of each node
 * @param lastNode {@code [B]} node of each session's last click
 * @param nodeClicks {@code [n]} how many clicks of the session each node stands for
 * @param clickOffsets {@code [B + 1]} where each session's clicks begin
 * @param clickNode {@code [c]} node of each click
 * @param targets {@code [B]} item that follows, from 1; 0 where there is none (serving)
 * @param in row v averages the predecessors of v (spec/pipeline.md, section 3: A_in)
 * @param out row u averages the successors of u (A_out)
 * @param itemGather the choice {@code nodeItems} from the item table, with its inverse
 * @param lastGather the choice {@code lastNode} from the nodes, with its inverse
 */
public record GraphBatch(
    int sessions,
    int[] nodeItems,
    int[] nodeOffsets,
    int[] nodeSession,
    int[] lastNode,
    float[] nodeClicks,
    int[] clickOffsets,
    int[] clickNode,
    int[] targets,
    SparseRows in,
    SparseRows out,
    Gather itemGather,
    Gather lastGather) {

  /** Number of nodes of all sessions. */
  public int nodes() {
    return nodeItems.length;
  }

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
   * A choice of table rows and its inverse, sorted by row.
   *
   * @param tableRows rows of the table chosen from
   * @param indices {@code [k]} row of each choice
   * @param rows {@code [u]} distinct rows, ascending
   * @param offsets {@code [u + 1]} where each row's choices begin in {@code positions}
   * @param positions {@code [k]} choices grouped by row, ascending within a group
   */
  public record Gather(int tableRows, int[] indices, int[] rows, int[] offsets, int[] positions) {}
}
