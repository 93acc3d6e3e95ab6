package io.sbr.models;

import io.sbr.data.GraphBatch;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Csr;
import io.sbr.tensor.Ints;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;

/**
 * A {@link GraphBatch} uploaded into a step's arena. B sessions with n nodes in all.
 *
 * @param sessions B
 * @param nodes which rows are the nodes of which session
 * @param items item of each node, as rows of the item table
 * @param last node of each session's last click
 * @param clicks {@code [n, 1]} how many clicks each node stands for
 * @param in {@code [n, n]} A_in: averages predecessors
 * @param out {@code [n, n]} A_out: averages successors
 * @param targets {@code [B]} item that follows, from 0 (item i is candidate i − 1)
 */
public record DeviceBatch(
    int sessions,
    Segments nodes,
    RowGather items,
    RowGather last,
    Tensor clicks,
    Csr in,
    Csr out,
    Ints targets) {

  /** Copies a batch to the arena's device. */
  public static DeviceBatch upload(GraphBatch batch, Arena arena) {
    int[] candidates = new int[batch.targets().length];
    for (int b = 0; b < candidates.length; b++) {
      candidates[b] = batch.targets()[b] - 1;
    }
    Segments nodes =
        new Segments(
            batch.sessions(),
            batch.nodes(),
            arena.copyOf(batch.nodeOffsets()),
            arena.copyOf(batch.nodeSession()));
    return new DeviceBatch(
        batch.sessions(),
        nodes,
        gather(batch.itemGather(), arena),
        gather(batch.lastGather(), arena),
        arena.copyOf(batch.nodeClicks(), batch.nodes(), 1),
        sparse(batch.in(), arena),
        sparse(batch.out(), arena),
        arena.copyOf(candidates));
  }

  private static RowGather gather(GraphBatch.Gather gather, Arena arena) {
    return new RowGather(
        gather.tableRows(),
        arena.copyOf(gather.indices()),
        gather.rows().length,
        arena.copyOf(gather.rows()),
        arena.copyOf(gather.offsets()),
        arena.copyOf(gather.positions()));
  }

  private static Csr sparse(GraphBatch.SparseRows a, Arena arena) {
    int n = a.offsets().length - 1;
    int nnz = a.columns().length;
    return new Csr(
        n,
        n,
        arena.copyOf(a.offsets()),
        arena.copyOf(a.columns()),
        arena.copyOf(a.values(), nnz),
        arena.copyOf(a.transposedOffsets()),
        arena.copyOf(a.transposedColumns()),
        arena.copyOf(a.transposedValues(), nnz));
  }
}
