package io.sbr.models.nn;

import io.sbr.autograd.Var;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;

/**
 * Items of each session that have a softmax of their own (docs/models.md, section 14). With the
 * level of such an item, log(φ/(1 − φ)) + log of its softmax among the session's own, and Z, the
 * sum of e^z over all others, its score is level + log Z: the softmax of these scores and the
 * others' z is p.
 *
 * @param sessions which entries belong to which session, {@code [m]} in all
 * @param listed {@code [m]} items from 0, ascending within a session
 * @param levels {@code [m, 1]}
 */
public record OwnItems(Segments sessions, Ints listed, Var levels) {
  /** The scores of all others, these items left out. */
  public Scorer others(Scorer scorer) {
    Tensor nothing = levels.arena().filled(Double.NEGATIVE_INFINITY, listed.length());
    return new Scorer.Replaced(scorer, sessions.offsets(), listed, nothing);
  }

  /**
   * The scores of these items.
   *
   * @param logSums {@code [B, 1]} log Z of each session
   * @return {@code [m, 1]}
   */
  public Tensor scores(Tensor logSums) {
    Backend backend = levels.backend();
    Tensor scores = levels.arena().tensor(listed.length(), 1);
    backend.gatherRows(logSums, sessions.ids(), scores);
    backend.add(scores, levels.value(), scores);
    return scores;
  }

  /** The scores of all items, after a pass over the catalogue for Z. */
  Scorer resolved(Scorer scorer) {
    Tensor logSums = levels.arena().tensor(sessions.count(), 1);
    levels.backend().logSums(others(scorer), logSums);
    return new Scorer.Replaced(scorer, sessions.offsets(), listed, scores(logSums));
  }
}
