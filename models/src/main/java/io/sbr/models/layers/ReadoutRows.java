package io.sbr.models.layers;

import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Gather;
import io.sbr.data.ClickRows;
import io.sbr.data.LogMultiplicity;
import io.sbr.data.RealNodes;
import io.sbr.models.DeviceBatch;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import java.util.Optional;

/**
 * The rows that stand for a session's positions in {@link TargetAttention}: nodes, each for as many
 * clicks as it had; nodes and a padding node; or the clicks themselves. r rows, k of them real.
 *
 * @param stand what a row stands for
 * @param all which rows belong to which session
 * @param logMultiplicity {@code [r, 1]} ln of how many positions each row stands for
 * @param last row of each session's last click
 * @param real which real rows belong to which session
 * @param chosen the real rows as a choice from all; empty if all are real
 * @param clicks {@code [k, 1]} how many clicks each real row stands for
 * @param padding {@code [B, 1]} padding positions of each session
 */
public record ReadoutRows(
    Evidence.Rows stand,
    Segments all,
    Tensor logMultiplicity,
    RowGather last,
    Segments real,
    Optional<RowGather> chosen,
    Tensor clicks,
    Tensor padding) {
  /** The nodes of a batch without padding nodes; needs {@link LogMultiplicity}. */
  public static ReadoutRows nodes(DeviceBatch batch) {
    return new ReadoutRows(
        Evidence.Rows.NODES,
        batch.nodes(),
        batch.numbers(new LogMultiplicity()),
        batch.last(),
        batch.nodes(),
        Optional.empty(),
        batch.clicks(),
        batch.padding());
  }

  /**
   * The nodes of a batch with padding nodes; needs {@link LogMultiplicity} and {@link RealNodes}.
   */
  public static ReadoutRows paddedNodes(DeviceBatch batch, Var h) {
    DeviceBatch.Rows real = batch.rows(new RealNodes());
    Tensor clicks = h.arena().tensor(real.segments().total(), 1);
    h.backend().gatherRows(batch.clicks(), real.nodes().indices(), clicks);
    return new ReadoutRows(
        Evidence.Rows.NODES,
        batch.nodes(),
        batch.numbers(new LogMultiplicity()),
        batch.last(),
        real.segments(),
        Optional.of(real.nodes()),
        clicks,
        batch.padding());
  }

  /** One row for each click, in order of time; needs {@link ClickRows} and the last of them. */
  public static ReadoutRows clicks(DeviceBatch batch, Var h) {
    Segments clicks = batch.rows(new ClickRows()).segments();
    Tensor zeros = h.arena().filled(0, clicks.total(), 1);
    Tensor ones = h.arena().filled(1, clicks.total(), 1);
    return new ReadoutRows(
        Evidence.Rows.CLICKS,
        clicks,
        zeros,
        batch.gather(new ClickRows.Last()),
        clicks,
        Optional.empty(),
        ones,
        batch.padding());
  }

  /** The real ones of some rows. */
  Var realOf(Var x) {
    return chosen.map(rows -> Gather.of(x, rows)).orElse(x);
  }
}
