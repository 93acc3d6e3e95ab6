package io.sbr.models.explain;

import io.sbr.data.batch.GraphBatch;
import io.sbr.models.nn.layers.Attribution;

/**
 * From the rows of a read-out to the clicks of a session: clicks on one node have the same state,
 * so that whatever the node has is divided equally among them. Padding's row is no row here.
 */
final class ClickShares {
  private final Attribution.Rows kind;
  private final int[] rowOfClick;
  private final double[] clicksOfRow;

  private final double padding;

  private ClickShares(
      Attribution.Rows kind, int[] rowOfClick, double[] clicksOfRow, double padding) {
    this.kind = kind;
    this.rowOfClick = rowOfClick;
    this.clicksOfRow = clicksOfRow;
    this.padding = padding;
  }

  /** Of a batch of one session; the rows are clicks if something was shown of clicks. */
  static ClickShares of(GraphBatch batch, Intermediates shown) {
    boolean clicks = shown.values().containsKey(Attribution.Rows.CLICKS.parts());
    int padding = batch.nodeItems()[0] == 0 ? 1 : 0; // it comes first
    int[] rows = new int[batch.clickNode().length];
    for (int c = 0; c < rows.length; c++) {
      rows[c] = clicks ? c : batch.clickNode()[c] - padding;
    }
    double[] counts = new double[clicks ? rows.length : batch.nodes() - padding];
    for (int row : rows) {
      counts[row]++;
    }
    return new ClickShares(
        clicks ? Attribution.Rows.CLICKS : Attribution.Rows.NODES,
        rows,
        counts,
        batch.padding()[0]);
  }

  /** What the rows stand for. */
  Attribution.Rows kind() {
    return kind;
  }

  /** Number of clicks. */
  int clicks() {
    return rowOfClick.length;
  }

  /** How many clicks each row stands for; not to be changed. */
  double[] clicksOfRows() {
    return clicksOfRow;
  }

  /** Padding positions beside the rows. */
  double padding() {
    return padding;
  }

  /** Each click's share of what its row has. */
  double[] toClicks(double[] ofRows) {
    double[] ofClicks = new double[rowOfClick.length];
    for (int c = 0; c < ofClicks.length; c++) {
      int row = rowOfClick[c];
      ofClicks[c] = ofRows[row] / clicksOfRow[row];
    }
    return ofClicks;
  }
}
