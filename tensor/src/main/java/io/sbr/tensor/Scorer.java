package io.sbr.tensor;

import java.util.List;

/**
 * What fills a tile of sessions × items with scores. Consumers of tiles (loss, ranks, top-k) know
 * nothing of the scorer behind them, so each backend implements scorers and consumers, never their
 * product.
 */
public sealed interface Scorer {
  /** Number of sessions, B. */
  int sessionCount();

  /** Number of candidate items, N. */
  int itemCount();

  /** The item table {@code [N, d]}. */
  Tensor items();

  /** The tensors that scores depend on, in the order in which gradients are returned. */
  List<Tensor> inputs();

  /**
   * Calls the visitor's method for this kind of scorer.
   *
   * @return what the visitor makes of it
   */
  <T> T accept(Visitor<T> visitor);

  /**
   * One answer for each kind of scorer: whoever tells them apart does it so, and a new kind does
   * not compile until everybody knows it.
   *
   * @param <T> what is made of a scorer
   */
  interface Visitor<T> {
    /** For dot products. */
    T dot(Dot scorer);

    /** For dot products scaled by usage. */
    T usageScaled(UsageScaled scorer);

    /** For target attention. */
    T targetAttention(TargetAttention scorer);

    /** For dot products with the items' directions. */
    T normalizedDot(NormalizedDot scorer);

    /** For dot products beside a bias of the item. */
    T biased(Biased scorer);

    /** For scores of which some are given. */
    T replaced(Replaced scorer);

    /** For any of the others that reads a copy of its items. */
    T packed(Packed scorer);
  }

  /**
   * Another scorer, reading its items from a copy made for that ({@link HeadKernels#packItems}):
   * the same scores to the bit, and what is not a matter of scores is taken from the other.
   *
   * @param scorer the formula and its numbers
   * @param packed the copy of its item table
   */
  record Packed(Scorer scorer, PackedItems packed) implements Scorer {
    /** Checks that the copy is one of the scorer's items. */
    public Packed {
      if (!packed.isOf(scorer.items())) {
        throw new IllegalArgumentException(
            "packed items: a copy of another table %s than the scorer's %s"
                .formatted(packed.items().shape(), scorer.items().shape()));
      }
    }

    @Override
    public int sessionCount() {
      return scorer.sessionCount();
    }

    @Override
    public int itemCount() {
      return scorer.itemCount();
    }

    @Override
    public Tensor items() {
      return scorer.items();
    }

    @Override
    public List<Tensor> inputs() {
      return scorer.inputs();
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.packed(this);
    }
  }

  /**
   * score[b, i] = sessions[b] · items[i].
   *
   * @param sessions {@code [B, d]}
   * @param items {@code [N, d]}
   */
  record Dot(Tensor sessions, Tensor items) implements Scorer {
    /** Checks that both have the same width. */
    public Dot {
      if (sessions.cols() != items.cols()) {
        throw new IllegalArgumentException(
            "dot scores: sessions " + sessions.shape() + " and items " + items.shape());
      }
    }

    @Override
    public int sessionCount() {
      return sessions.rows();
    }

    @Override
    public int itemCount() {
      return items.rows();
    }

    @Override
    public List<Tensor> inputs() {
      return List.of(sessions, items);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.dot(this);
    }
  }

  /**
   * Dot products with unit item vectors (NISER, Gupta et al., 2019; docs/models.md, section 14):
   * score[b, i] = sessions[b] · items[i]/‖items[i]‖, so an item's length says nothing; an item of
   * zeros scores 0 and gets no gradient. With sessions[b] = σ·s/‖s‖ the score is a cosine times σ,
   * and between −σ and σ. The gradient of an item is orthogonal to it.
   *
   * @param sessions {@code [B, d]}, taken as they are
   * @param items {@code [N, d]}
   */
  record NormalizedDot(Tensor sessions, Tensor items) implements Scorer {
    /** Checks that both have the same width. */
    public NormalizedDot {
      if (sessions.cols() != items.cols()) {
        throw new IllegalArgumentException(
            "normalized scores: sessions " + sessions.shape() + " and items " + items.shape());
      }
    }

    @Override
    public int sessionCount() {
      return sessions.rows();
    }

    @Override
    public int itemCount() {
      return items.rows();
    }

    @Override
    public List<Tensor> inputs() {
      return List.of(sessions, items);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.normalizedDot(this);
    }
  }

  /**
   * Dot products and a number of the item's own (GRU4Rec; docs/models.md, section 19): score[b, i]
   * = sessions[b] · items[i] + bias[i].
   *
   * @param dot the dot products
   * @param bias of size N
   */
  record Biased(Dot dot, Tensor bias) implements Scorer {
    /** Checks that every item has a bias. */
    public Biased {
      if (bias.size() != dot.itemCount()) {
        throw new IllegalArgumentException(
            "biased scores: items " + dot.items().shape() + " and bias " + bias.shape());
      }
    }

    @Override
    public int sessionCount() {
      return dot.sessionCount();
    }

    @Override
    public int itemCount() {
      return dot.itemCount();
    }

    @Override
    public Tensor items() {
      return dot.items();
    }

    @Override
    public List<Tensor> inputs() {
      return List.of(dot.sessions(), dot.items(), bias);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.biased(this);
    }
  }

  /**
   * Another scorer's scores, but for the listed items of each session, whose scores are given. A
   * given score takes part in sums and ranks like any other and is data: nothing is differentiated
   * through it, and it may not be a target's in a loss. −∞ leaves an item out.
   *
   * @param scorer all other scores: dot products, normalized or not
   * @param offsets {@code [B + 1]} where each session's entries begin
   * @param listed {@code [m]} items from 0, ascending within a session
   * @param scores of size m, one for each entry
   */
  record Replaced(Scorer scorer, Ints offsets, Ints listed, Tensor scores) implements Scorer {
    /** Checks that the shapes fit, and the kind. */
    public Replaced {
      if (!(scorer instanceof Dot || scorer instanceof NormalizedDot)) {
        throw new IllegalArgumentException("replaced scores: not of dot products but " + scorer);
      }
      if (offsets.length() != scorer.sessionCount() + 1 || scores.size() != listed.length()) {
        throw new IllegalArgumentException(
            "replaced scores: %d offsets for %d sessions, scores %s of %d items"
                .formatted(
                    offsets.length(), scorer.sessionCount(), scores.shape(), listed.length()));
      }
    }

    @Override
    public int sessionCount() {
      return scorer.sessionCount();
    }

    @Override
    public int itemCount() {
      return scorer.itemCount();
    }

    @Override
    public Tensor items() {
      return scorer.items();
    }

    @Override
    public List<Tensor> inputs() {
      return scorer.inputs();
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.replaced(this);
    }
  }

  /**
   * Target attention (TAGNN, Yu et al., SIGIR 2020), factored so that nothing of size sessions ×
   * items × width exists (docs/costs.md, section 1). For session b with nodes u and item i:
   *
   * <pre>
   *   e_iu = items[i] · queries[u]      g_iu = items[i] · states[u]
   *   Z_i  = Σ_u clicks[u] exp(e_iu) + padding[b]
   *   score[b, i] = items[i] · sessions[b] + Σ_u clicks[u] exp(e_iu) g_iu / Z_i
   * </pre>
   *
   * @param sessions {@code [B, d]} session vectors
   * @param items {@code [N, d]}
   * @param queries {@code [n, d]} W·h of each node
   * @param states {@code [n, d]} h of each node
   * @param nodes which nodes belong to which session; a session without any has padding
   * @param clicks of size n, how many clicks each node stands for; data, not differentiated
   * @param padding of size B, how many padding positions take part in each softmax with logit 0;
   *     data, not differentiated
   */
  record TargetAttention(
      Tensor sessions,
      Tensor items,
      Tensor queries,
      Tensor states,
      Segments nodes,
      Tensor clicks,
      Tensor padding)
      implements Scorer {
    /** Checks that the shapes fit. */
    public TargetAttention {
      int d = items.cols();
      int n = nodes.total();
      if (sessions.cols() != d
          || queries.cols() != d
          || states.cols() != d
          || queries.rows() != n
          || states.rows() != n
          || clicks.size() != n
          || sessions.rows() != nodes.count()
          || padding.size() != nodes.count()) {
        throw new IllegalArgumentException(
            "target attention: sessions %s, items %s, queries %s, states %s, clicks %s, padding %s for %d nodes of %d sessions"
                .formatted(
                    sessions.shape(),
                    items.shape(),
                    queries.shape(),
                    states.shape(),
                    clicks.shape(),
                    padding.shape(),
                    n,
                    nodes.count()));
      }
    }

    @Override
    public int sessionCount() {
      return sessions.rows();
    }

    @Override
    public int itemCount() {
      return items.rows();
    }

    @Override
    public List<Tensor> inputs() {
      return List.of(sessions, items, queries, states);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.targetAttention(this);
    }
  }

  /**
   * Dot products scaled by personal usage (PSR-GAT, docs/models.md, section 6, step 8): score[b, i]
   * = (sessions[b] · items[i]) · F[b, i] with F[b, i] = Σ_k weights[k] · (1 + boost_k[b, i]). A
   * boost is exp(normalised statistic) − 1, so it is 0, and not stored, for what a user never used.
   *
   * @param sessions {@code [B, d]}
   * @param items {@code [N, d]}
   * @param weights of size K, one for each statistic
   * @param usage the boosts that are not 0; data, not differentiated
   */
  record UsageScaled(Tensor sessions, Tensor items, Tensor weights, Usage usage) implements Scorer {
    /** Checks that the shapes fit. */
    public UsageScaled {
      if (sessions.cols() != items.cols()
          || usage.offsets().length() != sessions.rows() + 1
          || usage.boosts().rows() != usage.items().length()
          || usage.boosts().cols() != weights.size()) {
        throw new IllegalArgumentException(
            "usage-scaled scores: sessions %s, items %s, weights %s, boosts %s of %d items, %d offsets"
                .formatted(
                    sessions.shape(),
                    items.shape(),
                    weights.shape(),
                    usage.boosts().shape(),
                    usage.items().length(),
                    usage.offsets().length()));
      }
    }

    @Override
    public int sessionCount() {
      return sessions.rows();
    }

    @Override
    public int itemCount() {
      return items.rows();
    }

    @Override
    public List<Tensor> inputs() {
      return List.of(sessions, items, weights);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.usageScaled(this);
    }
  }

  /**
   * What each session's user used before, sparse.
   *
   * @param offsets {@code [B + 1]} where each session's entries begin
   * @param items {@code [m]} items from 0, ascending within a session
   * @param boosts {@code [m, K]} exp(normalised statistic) − 1 for each of K statistics
   */
  record Usage(Ints offsets, Ints items, Tensor boosts) {}
}
