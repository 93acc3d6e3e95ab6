package io.sbr.models.nn.layers;

/** What a session's vector is made of (docs/models.md, section 1, variants of the paper). */
public enum Readout {
  /** Attention over the clicks, and the last click. */
  HYBRID,
  /** Attention over the clicks alone (SR-GNN-ATT, {@code --nonhybrid}). */
  ATTENTION,
  /** The last click alone (SR-GNN-L). */
  LAST,
  /** The mean of the nodes (SR-GNN-AVG). */
  AVERAGE
}
