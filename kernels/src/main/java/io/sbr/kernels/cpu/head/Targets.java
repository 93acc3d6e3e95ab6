package io.sbr.kernels.cpu.head;

/**
 * What a loss asks of each session.
 *
 * @param items {@code [B]} the item that should have been likely, from 0
 * @param weights {@code [B]} how much the session counts
 */
public record Targets(int[] items, float[] weights) {
  /** A session's item. */
  public int item(int session) {
    return items[session];
  }

  /** A session's weight. */
  public float weight(int session) {
    return weights[session];
  }
}
