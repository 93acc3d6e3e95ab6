package io.sbr.models.train;

import io.sbr.autograd.Parameter;
import io.sbr.models.eval.Metrics;
import io.sbr.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a trainer saves to. Each method either replaces what was there as a whole or throws and
 * leaves it as it was.
 */
public interface RunStore {
  /** Which of the reported figures: with {@code paper} each may be of another epoch. */
  enum Figure {
    /** Recall, and all but MRR; with {@code honest} MRR, too. */
    RECALL,
    /** MRR, with {@code paper}. */
    MRR,
    /** All of the network by itself, where something is blended into it. */
    NETWORK,
    /** All of what is blended in, by itself. */
    NEIGHBOURS
  }

  /**
   * Keeps the weights of the epoch that is best so far.
   *
   * @param epoch whose weights they are
   * @param figures of the epoch, where it was compared with others
   */
  void saveModel(List<Parameter> parameters, int epoch, Optional<Metrics> figures)
      throws IOException;

  /**
   * Keeps the ranks behind a figure.
   *
   * @param epoch whose weights ranked
   * @param ranks of the targets of the test part's examples, in order
   */
  void saveRanks(Figure figure, int epoch, int[] ranks) throws IOException;

  /** Writes the kept weights back into the parameters. */
  void loadModel(List<Parameter> parameters) throws IOException;

  /**
   * Keeps everything needed to go on.
   *
   * @param tensors parameters, the optimizer's state and the model's, by name
   */
  void saveCheckpoint(TrainingState state, Map<String, Tensor> tensors) throws IOException;

  /** Keeps the history for people, with wall times; {@code result} is final unless stopped. */
  void saveHistory(TrainResult result) throws IOException;

  /** Names the last checkpoint, for messages; {@code none} if there is none yet. */
  String lastCheckpoint();
}
