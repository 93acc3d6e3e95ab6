package io.sbr.data;

/**
 * The order of a session's nodes, which are its distinct items. A model declares which it needs.
 */
public enum NodeOrder {
  /** Ascending item number: SR-GNN and its kin (spec/pipeline.md, section 3). */
  ITEM_ID,
  /** By the position of the item's first click. */
  FIRST_APPEARANCE
}
