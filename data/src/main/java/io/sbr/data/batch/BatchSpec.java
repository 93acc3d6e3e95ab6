package io.sbr.data.batch;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a model needs of a batch; a {@link BatchBuilder} builds nothing else.
 *
 * @param order of a session's nodes
 * @param paddingNode whether a session shorter than the padded length has the padding item, 0, as
 *     its first node, as the published programs have it (docs/pipeline.md, section 3)
 * @param parts all that is built from the nodes
 */
public record BatchSpec(NodeOrder order, boolean paddingNode, List<BatchPart<?>> parts) {
  /** Keeps a copy of the parts. */
  public BatchSpec {
    parts = List.copyOf(parts);
  }

  /** What the parts read of the sessions beside their clicks ({@link BatchPart#reads}). */
  public Set<Column> reads() {
    Set<Column> reads = EnumSet.noneOf(Column.class);
    parts.forEach(part -> reads.addAll(part.reads()));
    return Collections.unmodifiableSet(reads);
  }

  /** Nodes without padding and these parts. */
  public static BatchSpec of(NodeOrder order, BatchPart<?>... parts) {
    return new BatchSpec(order, false, List.of(parts));
  }
}
