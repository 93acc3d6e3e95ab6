package io.sbr.models.nn.layers;

import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Gather;
import io.sbr.data.batch.parts.ClickRows;
import io.sbr.data.batch.parts.LogMultiplicity;
import io.sbr.data.batch.parts.NodesButLast;
import io.sbr.data.batch.parts.RealNodes;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.tensor.Arena;
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
 * @param unpadded the k rows that are not padding; empty if all are
 * @param compared which rows items are compared with
 */
public record ReadoutRows(
    Attribution.Rows stand,
    Segments all,
    Tensor logMultiplicity,
    RowGather last,
    Optional<DeviceBatch.Rows> unpadded,
    Compared compared) {
  /**
   * The softmax that each item has over a session's positions: rows whose logits have to be
   * computed, and positions whose logit is 0 and which add nothing.
   *
   * @param origin what logits and values are counted from
   * @param rows a choice from all; a session may have none
   * @param clicks of each chosen row, {@code [chosen, 1]} how many positions it stands for
   * @param zeros {@code [B, 1]} how many positions have logit 0
   */
  public record Compared(Origin origin, DeviceBatch.Rows rows, Tensor clicks, Tensor zeros) {}

  /** What the logits and values of a softmax are counted from. */
  public enum Origin {
    /** Zero, where padding is. */
    PADDING,
    /** The last click's: a softmax stays the same if all its logits lose one's. */
    LAST_CLICK
  }

  /**
   * The nodes of a batch without padding nodes; needs {@link LogMultiplicity} and {@link
   * NodesButLast}.
   */
  public static ReadoutRows nodes(DeviceBatch batch, Arena arena) {
    DeviceBatch.Rows others = batch.rows(new NodesButLast());
    return new ReadoutRows(
        Attribution.Rows.NODES,
        batch.nodes(),
        batch.numbers(new LogMultiplicity()),
        batch.last(),
        Optional.empty(),
        new Compared(
            Origin.LAST_CLICK,
            others,
            clicksOf(others.nodes(), batch, arena),
            clicksOf(batch.last(), batch, arena)));
  }

  /**
   * The nodes of a batch with padding nodes; needs {@link LogMultiplicity} and {@link RealNodes}.
   */
  public static ReadoutRows paddedNodes(DeviceBatch batch, Arena arena) {
    DeviceBatch.Rows real = batch.rows(new RealNodes());
    return new ReadoutRows(
        Attribution.Rows.NODES,
        batch.nodes(),
        batch.numbers(new LogMultiplicity()),
        batch.last(),
        Optional.of(real),
        new Compared(Origin.PADDING, real, clicksOf(real.nodes(), batch, arena), batch.padding()));
  }

  private static Tensor clicksOf(RowGather nodes, DeviceBatch batch, Arena arena) {
    Tensor clicks = arena.tensor(nodes.count(), 1);
    arena.backend().gatherRows(batch.clicks(), nodes.indices(), clicks);
    return clicks;
  }

  /**
   * One row for each click, in order of time; needs {@link ClickRows}, the last of them and the
   * others.
   */
  public static ReadoutRows clicks(DeviceBatch batch, Arena arena) {
    Segments clicks = batch.rows(new ClickRows()).segments();
    DeviceBatch.Rows others = batch.rows(new ClickRows.ButLast());
    return new ReadoutRows(
        Attribution.Rows.CLICKS,
        clicks,
        arena.filled(0, clicks.total(), 1),
        batch.gather(new ClickRows.Last()),
        Optional.empty(),
        new Compared(
            Origin.LAST_CLICK,
            others,
            arena.filled(1, others.segments().total(), 1),
            arena.filled(1, batch.sessions(), 1)));
  }

  /** Which of the rows that are not padding belong to which session. */
  Segments real() {
    return unpadded.map(DeviceBatch.Rows::segments).orElse(all);
  }

  /** Those of some rows that are not padding. */
  Var realOf(Var x) {
    return unpadded.map(rows -> Gather.of(x, rows.nodes())).orElse(x);
  }
}
