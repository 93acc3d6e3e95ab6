package io.sbr.models.nn;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.SessionLanes;
import io.sbr.data.batch.SharedPrefixes;
import io.sbr.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A trainable model: from a batch of session graphs to scores over the whole catalogue. A model
 * knows its equations and nothing of devices, data files or training loops.
 */
public interface SessionModel {
  /** The model's name as in {@code --model}, for example {@code srgnn}. */
  String name();

  /** Number of candidate items, N ({@link io.sbr.data.batch.Candidates}). */
  int itemCount();

  /** Every parameter, published names, in a fixed order. */
  List<Parameter> parameters();

  /**
   * What its scorer reads as the items ({@link io.sbr.tensor.Scorer#items}), if that is part of a
   * parameter; empty if the candidates' vectors are computed, in which case nothing can be copied
   * ahead of a call.
   */
  Optional<ItemTable> itemTable();

  /** What its batches must hold. */
  BatchSpec needs();

  /**
   * The equations: what scores the catalogue for each session of the batch.
   *
   * @param random what a model with dropout draws from
   */
  Scores forward(Tape tape, DeviceBatch batch, StepRandom random);

  /**
   * What a training step makes smaller, {@code [1]}: the mean cross-entropy of the softmax over the
   * catalogue, each session by its weight, unless a model says otherwise.
   */
  default Var loss(Tape tape, DeviceBatch batch, StepRandom random) {
    Scores scores = forward(tape, batch, random);
    return batch.alike()
        ? scores.crossEntropy(batch.targets())
        : scores.crossEntropy(batch.targets(), batch.weights());
  }

  /**
   * What a checkpoint holds beside parameters and optimizer, by name: a state that goes on from
   * batch to batch. Nothing, unless a model says otherwise.
   */
  default Map<String, Tensor> state() {
    return Map.of();
  }

  /**
   * Which prefixes of a session it learns from in one pass; each by itself, unless a model says
   * otherwise. One that does reads {@link io.sbr.data.batch.parts.LearnedClicks} in its loss.
   */
  default SharedPrefixes sharedPrefixes() {
    return SharedPrefixes.NONE;
  }

  /**
   * How sessions stand side by side in its batches, where it carries a state from one to the next
   * ({@link io.sbr.data.batch.parts.LaneItems.CarriedRows}); batches are shuffled unless a model
   * says so.
   */
  default Optional<SessionLanes> lanes() {
    return Optional.empty();
  }

  /** The same without dropout, as in evaluation. */
  default Scores forward(Tape tape, DeviceBatch batch) {
    return forward(tape, batch, StepRandom.OFF);
  }
}
