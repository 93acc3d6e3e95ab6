package io.sbr.models.nn;

import io.sbr.data.UsageHistory;
import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.Candidates;
import io.sbr.data.batch.GraphBatch;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Csr;
import io.sbr.tensor.Ints;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * A {@link GraphBatch} uploaded into a step's arena. B sessions with n nodes in all.
 *
 * @param sessions B
 * @param nodes which rows are the nodes of which session
 * @param items item of each node, as rows of the item table
 * @param last node of each session's last click
 * @param clicks {@code [n, 1]} how many clicks each node stands for
 * @param padding {@code [B, 1]} padding positions of each session
 * @param targets {@code [B]} candidate that follows ({@link Candidates})
 * @param weights {@code [B, 1]} how much each session's loss counts: shares of the batch where all
 *     count alike ({@link #alike})
 * @param alike whether they do
 * @param parts what else the model has asked for
 */
public record DeviceBatch(
    int sessions,
    Segments nodes,
    RowGather items,
    RowGather last,
    Tensor clicks,
    Tensor padding,
    Ints targets,
    Tensor weights,
    boolean alike,
    Map<BatchPart<?>, Object> parts) {

  /**
   * A relation between nodes as {@link GraphBatch.Adjacency} describes it.
   *
   * @param in {@code [n, n]} what arrives at each node
   * @param out {@code [n, n]} what leaves each node
   */
  public record Adjacency(Csr in, Csr out) {}

  /**
   * Rows that belong to sessions, each a choice of a node.
   *
   * @param segments which rows belong to which session
   * @param nodes node of each row
   */
  public record Rows(Segments segments, RowGather nodes) {}

  /**
   * Edges in the order of their targets.
   *
   * @param byTarget which edges arrive at which node
   * @param sources source of each edge
   * @param weights {@code [E, 1]}
   */
  public record EdgeList(Segments byTarget, RowGather sources, Tensor weights) {
    /** Number of edges, E. */
    public int count() {
      return sources.count();
    }

    /**
     * The edges of which both ends are kept, {@code [E, 1]}: 1 or 0.
     *
     * @param keep 1 for a node that is kept, {@code [n, 1]}
     */
    public Tensor among(Tensor keep, Arena arena) {
      Tensor target = arena.tensor(count(), 1);
      Tensor source = arena.tensor(count(), 1);
      arena.backend().gatherRows(keep, byTarget.ids(), target);
      arena.backend().gatherRows(keep, sources.indices(), source);
      arena.backend().multiply(target, source, target);
      return target;
    }
  }

  /**
   * Clicks step by step, see {@link io.sbr.data.batch.parts.TimeSteps}.
   *
   * @param counts clicks of each step
   * @param nodes node of each row, step after step
   * @param clicks row of each click, session after session
   */
  public record Steps(int[] counts, RowGather nodes, RowGather clicks) {}

  /**
   * Items with a softmax of their own, see {@link GraphBatch.Own}.
   *
   * @param entries the items of each session, a choice from the item table
   * @param statistics {@code [m, K]}
   * @param past {@code [B, 1]}
   * @param signs {@code [B, 1]}
   * @param repeated entries that are targets
   * @param exploring sessions whose target is no entry
   * @param seenOffsets where the entries of each of these begin among {@code seen}
   * @param seen items, from 0
   * @param newTargets target of each exploring session, from 0
   */
  public record Own(
      Rows entries,
      Tensor statistics,
      Tensor past,
      Tensor signs,
      RowGather repeated,
      RowGather exploring,
      Ints seenOffsets,
      Ints seen,
      Ints newTargets) {}

  /** Copies a batch to the arena's device. */
  public static DeviceBatch upload(GraphBatch batch, Arena arena) {
    Upload upload = new Upload(arena);
    Map<BatchPart<?>, Object> parts = new HashMap<>();
    batch.parts().forEach((part, built) -> parts.put(part, upload.part(part, built)));
    return new DeviceBatch(
        batch.sessions(),
        upload.segments(batch.nodeOffsets(), batch.nodeSession()),
        upload.gather(batch.itemGather()),
        upload.gather(batch.lastGather()),
        arena.copyOf(batch.nodeClicks(), batch.nodes(), 1),
        arena.copyOf(batch.padding(), batch.sessions(), 1),
        upload.ints(Candidates.of(batch.targets())),
        weights(batch, arena),
        batch.weights().isEmpty(),
        parts);
  }

  /** Copies rows to the arena's device. */
  static Rows upload(GraphBatch.Rows rows, Arena arena) {
    return new Upload(arena).rows(rows);
  }

  /** Copies a choice of rows to the arena's device. */
  public static RowGather upload(GraphBatch.Gather gather, Arena arena) {
    return new Upload(arena).gather(gather);
  }

  private static Tensor weights(GraphBatch batch, Arena arena) {
    double share = 1.0 / batch.sessions();
    return batch
        .weights()
        .map(all -> Arrays.stream(all).map(w -> w * share).toArray())
        .map(all -> arena.copyOf(all, all.length, 1))
        .orElseGet(() -> arena.filled(share, batch.sessions(), 1));
  }

  /** Both matrices of a relation. */
  public Adjacency adjacency(BatchPart<GraphBatch.Adjacency> part) {
    return part(part, Adjacency.class);
  }

  /** Rows for sessions. */
  public Rows rows(BatchPart<GraphBatch.Rows> part) {
    return part(part, Rows.class);
  }

  /** A choice of rows. */
  public RowGather gather(BatchPart<GraphBatch.Gather> part) {
    return part(part, RowGather.class);
  }

  /** Clicks step by step. */
  public Steps steps(BatchPart<GraphBatch.Steps> part) {
    return part(part, Steps.class);
  }

  /** Items on the host. */
  public GraphBatch.Held held(BatchPart<GraphBatch.Held> part) {
    return part(part, GraphBatch.Held.class);
  }

  /** Edges for attention. */
  public EdgeList edges(BatchPart<GraphBatch.EdgeList> part) {
    return part(part, EdgeList.class);
  }

  /** What scores are scaled by. */
  public Scorer.Usage usage(BatchPart<GraphBatch.Boosts> part) {
    return part(part, Scorer.Usage.class);
  }

  /** Items with a softmax of their own. */
  public Own own(BatchPart<GraphBatch.Own> part) {
    return part(part, Own.class);
  }

  /** Whole numbers. */
  public Ints ints(BatchPart<int[]> part) {
    return part(part, Ints.class);
  }

  /** One number per row, {@code [rows, 1]}. */
  public Tensor numbers(BatchPart<double[]> part) {
    return part(part, Tensor.class);
  }

  private <T> T part(BatchPart<?> part, Class<T> type) {
    Object uploaded = parts.get(part);
    if (uploaded == null) {
      throw new IllegalArgumentException("the batch was built without " + part);
    }
    return type.cast(uploaded);
  }

  /** Index arrays that several structures of a batch share are copied once. */
  private static final class Upload {
    private final Arena arena;
    private final Map<int[], Ints> copies = new IdentityHashMap<>();

    Upload(Arena arena) {
      this.arena = arena;
    }

    Object part(BatchPart<?> part, Object built) {
      if (built instanceof GraphBatch.Adjacency relation) {
        return new Adjacency(sparse(relation.in()), sparse(relation.out()));
      }
      if (built instanceof GraphBatch.Rows rows) {
        return rows(rows);
      }
      if (built instanceof GraphBatch.Gather gather) {
        return gather(gather);
      }
      if (built instanceof GraphBatch.Steps steps) {
        return new Steps(steps.counts(), gather(steps.nodes()), gather(steps.clicks()));
      }
      if (built instanceof GraphBatch.EdgeList edges) {
        return new EdgeList(
            segments(edges.offsets(), edges.targets()),
            gather(edges.sources()),
            arena.copyOf(edges.weights(), edges.weights().length, 1));
      }
      if (built instanceof GraphBatch.Boosts boosts) {
        return new Scorer.Usage(
            ints(boosts.offsets()),
            ints(boosts.items()),
            arena.copyOf(boosts.boosts(), boosts.items().length, UsageHistory.STATISTICS));
      }
      if (built instanceof GraphBatch.Own own) {
        int entries = own.entries().session().length;
        return new Own(
            rows(own.entries()),
            arena.copyOf(own.statistics(), entries, own.statistics().length / entries),
            arena.copyOf(own.past(), own.past().length, 1),
            arena.copyOf(own.signs(), own.signs().length, 1),
            gather(own.repeated()),
            gather(own.exploring()),
            ints(own.seenOffsets()),
            ints(own.seen()),
            ints(own.newTargets()));
      }
      if (built instanceof GraphBatch.Held held) {
        return held;
      }
      if (built instanceof int[] numbers) {
        return ints(numbers);
      }
      if (built instanceof double[] numbers) {
        return arena.copyOf(numbers, numbers.length, 1);
      }
      throw new IllegalArgumentException("nothing is known of how to upload " + part);
    }

    Rows rows(GraphBatch.Rows rows) {
      return new Rows(segments(rows.offsets(), rows.session()), gather(rows.nodes()));
    }

    Ints ints(int[] values) {
      return copies.computeIfAbsent(values, arena::copyOf);
    }

    Segments segments(int[] offsets, int[] ids) {
      return new Segments(offsets.length - 1, ids.length, ints(offsets), ints(ids));
    }

    RowGather gather(GraphBatch.Gather gather) {
      return new RowGather(
          gather.tableRows(),
          ints(gather.indices()),
          gather.rows().length,
          ints(gather.rows()),
          ints(gather.offsets()),
          ints(gather.positions()));
    }

    private Csr sparse(GraphBatch.SparseRows a) {
      int n = a.offsets().length - 1;
      int nnz = a.columns().length;
      return new Csr(
          n,
          n,
          ints(a.offsets()),
          ints(a.columns()),
          arena.copyOf(a.values(), nnz),
          ints(a.transposedOffsets()),
          ints(a.transposedColumns()),
          arena.copyOf(a.transposedValues(), nnz));
    }
  }
}
