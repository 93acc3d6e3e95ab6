/**
 * The session-graph models, one file for each paper: SR-GNN and its variants, TAGNN, TAGNN++,
 * PSR-GAT, WGAT. Equations only: no loop over epochs, no device, no file.
 */
package io.sbr.models.graph;
