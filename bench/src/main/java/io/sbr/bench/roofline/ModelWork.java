package io.sbr.bench.roofline;

import java.util.Map;

/**
 * What models cost, counted as in docs/costs.md: a batch of B sessions with n nodes, N items, width
 * d. The encoder's part is that of its matrix products, for the models' default settings.
 *
 * @param perNode products of the encoder, operations for each node and d²
 * @param perSession the same for each session and d²
 * @param attentive whether every item attends to the nodes, without padding all but that of the
 *     last click: two products more against the table, 4(n − B)Nd
 */
public record ModelWork(int perNode, int perSession, boolean attentive) {
  /** Different items in an example, on average, in Diginetica (docs/costs.md, section 2). */
  static final double NODES_PER_SESSION = 3.57;

  /**
   * SR-GNN: edges 4, GRU 12 + 6, attention over the nodes 2; its last click 2, the hybrid 4. TAGNN:
   * the queries 2 more. TAGNN++: q, k, v and the result 8 more. PSR-GAT with H = 3 heads: 2H, 2H²,
   * two layers 4; five rounds of GRU 18 each, the result 4. WGAT with H = 8: 2H and 2H; three
   * rounds 18 each, the result 4.
   */
  private static final Map<String, ModelWork> BY_NAME =
      Map.of(
          "srgnn", new ModelWork(24, 6, false),
          "tagnn", new ModelWork(26, 6, true),
          "tagnnpp", new ModelWork(34, 6, true),
          "psrgat", new ModelWork(28, 94, false),
          "wgat", new ModelWork(32, 58, false));

  /**
   * The costs of this model.
   *
   * @throws IllegalArgumentException if they have not been counted
   */
  public static ModelWork of(String model) {
    ModelWork work = BY_NAME.get(model);
    if (work == null) {
      throw new IllegalArgumentException(
          "nobody has counted the work of model '%s', only of %s"
              .formatted(model, String.join(", ", BY_NAME.keySet().stream().sorted().toList())));
    }
    return work;
  }

  /** Whether the costs of this model have been counted. */
  public static boolean isCounted(String model) {
    return BY_NAME.containsKey(model);
  }

  /** One forward pass: encoder and scores; the table is read once. */
  public Work forward(int batch, int items, int hidden) {
    double nodes = NODES_PER_SESSION * batch;
    double square = (double) hidden * hidden;
    double table = (double) items * hidden;
    double scores = 2 * batch * table + (attentive ? 4 * (nodes - batch) * table : 0);
    return Work.of(scores + (perNode * nodes + perSession * batch) * square, table);
  }

  /**
   * Forward and backward pass: three products for each of the forward pass. The table is still read
   * once: a fused pass could do with that (docs/costs.md, section 3).
   */
  public Work gradient(int batch, int items, int hidden) {
    Work forward = forward(batch, items, hidden);
    return Work.of(3 * forward.flops(), forward.reals());
  }

  /** Adam: 12 operations a weight of the table; it and both moments are read and written. */
  public static Work adam(int items, int hidden) {
    double table = (double) items * hidden;
    return Work.of(12 * table, 6 * table);
  }

  /**
   * The yardstick of a training step, in seconds: the network's products at the multiply-add rate,
   * then Adam's bytes at full bandwidth, as if nothing of the two could overlap.
   */
  public double stepFloor(Roofline ceilings, int batch, int items, int hidden) {
    return ceilings.floor(gradient(batch, items, hidden), Float.BYTES)
        + ceilings.floor(adam(items, hidden), Float.BYTES);
  }

  /** A whole training step. */
  public Work step(int batch, int items, int hidden) {
    Work gradient = gradient(batch, items, hidden);
    Work adam = adam(items, hidden);
    return Work.of(gradient.flops() + adam.flops(), gradient.reals() + adam.reals());
  }
}
