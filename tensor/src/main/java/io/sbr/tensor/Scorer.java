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

  /** The tensors that scores depend on, in the order in which gradients are returned. */
  List<Tensor> inputs();

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
  }
}
