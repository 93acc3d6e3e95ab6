package io.sbr.models.nn;

import io.sbr.autograd.Var;
import io.sbr.autograd.ops.SoftmaxCrossEntropy;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A model's result: not a sessions × items matrix, but what can fill any tile of one. Loss, ranks
 * and top-k consume it tile by tile.
 */
public final class Scores {
  private final Scorer direct;
  private final List<Var> inputs;
  private final Optional<OwnItems> own;
  private Scorer resolved;

  /**
   * Scores by a formula.
   *
   * @param scorer the formula and its numbers
   * @param inputs the values behind {@link Scorer#inputs()}, in the same order, for differentiation
   */
  public Scores(Scorer scorer, List<Var> inputs) {
    this(scorer, inputs, Optional.empty());
  }

  private Scores(Scorer scorer, List<Var> inputs, Optional<OwnItems> own) {
    direct = scorer;
    this.inputs = List.copyOf(inputs);
    this.own = own;
  }

  /**
   * The scores of all items. Where the session's own items have a softmax of their own, it takes a
   * pass over the catalogue to know them; it is made once, when somebody asks.
   */
  public Scorer scorer() {
    if (resolved == null) {
      resolved = own.map(items -> items.resolved(direct)).orElse(direct);
    }
    return resolved;
  }

  /** The values behind {@link Scorer#inputs()}, in the same order. */
  public List<Var> inputs() {
    return inputs;
  }

  /** The scores of all items but those that have a softmax of their own. */
  public Scorer others() {
    return own.map(items -> items.others(direct)).orElse(direct);
  }

  /** Items that have a softmax of their own, for whoever can do without {@link #scorer}. */
  public Optional<OwnItems> own() {
    return own;
  }

  /** score[b, i] = sessions[b] · items[i]; sessions {@code [B, d]}, items {@code [N, d]}. */
  public static Scores dot(Var sessions, Var items) {
    return new Scores(new Scorer.Dot(sessions.value(), items.value()), List.of(sessions, items));
  }

  /**
   * Dot products with unit items: score[b, i] = sessions[b] · items[i]/‖items[i]‖, see {@link
   * Scorer.NormalizedDot}; sessions {@code [B, d]}, items {@code [N, d]}.
   */
  public static Scores normalizedDot(Var sessions, Var items) {
    return new Scores(
        new Scorer.NormalizedDot(sessions.value(), items.value()), List.of(sessions, items));
  }

  /**
   * Dot products and a bias of the item: score[b, i] = sessions[b] · items[i] + bias[i], see {@link
   * Scorer.Biased}; sessions {@code [B, d]}, items {@code [N, d]}, bias of size N.
   */
  public static Scores biased(Var sessions, Var items, Var bias) {
    Scorer.Dot dot = new Scorer.Dot(sessions.value(), items.value());
    return new Scores(new Scorer.Biased(dot, bias.value()), List.of(sessions, items, bias));
  }

  /**
   * The same scores but for the listed items of each session, whose scores are given, see {@link
   * Scorer.Replaced}.
   *
   * @param offsets {@code [B + 1]} where each session's entries begin
   * @param listed items from 0, ascending within a session
   * @param given one score for each entry; nothing is differentiated through it
   */
  public Scores replaced(Ints offsets, Ints listed, Tensor given) {
    return new Scores(new Scorer.Replaced(direct, offsets, listed, given), inputs);
  }

  /** The same scores but for the session's own items, which have a softmax of their own. */
  public Scores with(OwnItems items) {
    return new Scores(direct, inputs, Optional.of(items));
  }

  /**
   * Target attention: score[b, i] = items[i] · (sessions[b] + Σ_u β_iu states[u]), see {@link
   * Scorer.TargetAttention}.
   *
   * @param sessions {@code [B, d]}
   * @param items {@code [N, d]}
   * @param queries {@code [n, d]} what an item is compared with, one row for each node
   * @param states {@code [n, d]} what it then takes from the node
   * @param nodes which nodes belong to which session
   * @param clicks of size n, clicks that each node stands for
   * @param padding of size B, padding positions in each session's softmax; 0 for none
   */
  public static Scores targetAttention(
      Var sessions,
      Var items,
      Var queries,
      Var states,
      Segments nodes,
      Tensor clicks,
      Tensor padding) {
    return new Scores(
        new Scorer.TargetAttention(
            sessions.value(),
            items.value(),
            queries.value(),
            states.value(),
            nodes,
            clicks,
            padding),
        List.of(sessions, items, queries, states));
  }

  /**
   * Dot products scaled by what each user used before, see {@link Scorer.UsageScaled}.
   *
   * @param sessions {@code [B, d]}
   * @param items {@code [N, d]}
   * @param weights of size K, one for each statistic
   * @param usage the statistics
   */
  public static Scores usageScaled(Var sessions, Var items, Var weights, Scorer.Usage usage) {
    return new Scores(
        new Scorer.UsageScaled(sessions.value(), items.value(), weights.value(), usage),
        List.of(sessions, items, weights));
  }

  /**
   * Mean softmax cross-entropy, {@code [1]}.
   *
   * @param targets {@code [B]} from 0, as {@link DeviceBatch#targets} holds them
   */
  public Var crossEntropy(Ints targets) {
    return SoftmaxCrossEntropy.of(scorer(), inputs, targets);
  }

  /**
   * Σ_b weight·cross-entropy, {@code [1]}.
   *
   * @param targets {@code [B]} from 0
   * @param weights of size B, how much each session counts
   */
  public Var crossEntropy(Ints targets, Tensor weights) {
    return SoftmaxCrossEntropy.of(scorer(), inputs, targets, weights);
  }
}
