package io.sbr.data.batch;

/** The order of a session's nodes within a batch. */
public enum NodeOrder {
  /** Ascending item number, as in SR-GNN and its relatives (docs/pipeline.md, section 3). */
  ITEM_ID,
  /** Order of first click, as in the PyTorch Geometric versions (docs/models.md, section 8). */
  FIRST_APPEARANCE,
  /** One node for each click, repeated ones too (what PSR-GAT's program makes by mistake). */
  CLICK
}
