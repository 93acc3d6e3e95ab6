package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;

/** A way to connect the nodes of a session, for message passing along sparse matrices. */
public interface Relation extends BatchPart<GraphBatch.Adjacency> {
  /** What its edges and their weights are, in a few words for people. */
  String title();
}
