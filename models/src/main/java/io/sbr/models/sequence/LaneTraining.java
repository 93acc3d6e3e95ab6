package io.sbr.models.sequence;

import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.PopularItems;
import io.sbr.models.nn.StepRandom;
import io.sbr.models.nn.Training;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What GRU4Rec has in training alone: the states that its lanes carry from batch to batch, and how
 * popular items are.
 */
final class LaneTraining {
  private final Training told;
  private final Drawing drawing;
  private final PopularItems popular;

  /** Of each unit, {@code [1 + lanes, d]}: row 0 is that of a session that begins, zeros. */
  private final List<Tensor> states = new ArrayList<>();

  /**
   * Items that are drawn in every step for all lanes.
   *
   * @param count how many
   * @param alpha power of the clicks that they are drawn by
   * @param stream number of the random stream within the model
   */
  record Drawing(int count, double alpha, int stream) {}

  /**
   * States of zeros.
   *
   * @param widths of the units' states
   * @param arena holds the states; must outlive the model
   */
  LaneTraining(Training told, int[] widths, Drawing drawing, Arena arena) {
    this.told = told;
    this.drawing = drawing;
    popular = new PopularItems(told.clicks(), drawing.alpha);
    for (int width : widths) {
      states.add(arena.filled(0, 1 + told.batchSize(), width));
    }
  }

  /** Lanes of a batch, as long as there are enough sessions. */
  int batchSize() {
    return told.batchSize();
  }

  /** The states by name, as a checkpoint holds them. */
  Map<String, Tensor> state() {
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < states.size(); i++) {
      named.put("lanes.hidden" + i, states.get(i));
    }
    return named;
  }

  /** Candidates that all lanes of a step are compared with. */
  int[] draw(StepRandom random) {
    return popular.draw(drawing.count, random, drawing.stream);
  }

  /**
   * Each unit's states before a step, {@code [B, d]}: data, through which no gradient goes back.
   *
   * @param carried row of each lane's state
   */
  List<Var> before(Tape tape, Ints carried) {
    List<Var> before = new ArrayList<>();
    for (Tensor state : states) {
      Tensor h = tape.arena().tensor(carried.length(), state.cols());
      tape.arena().backend().gatherRows(state, carried, h);
      before.add(tape.constant(h, "carried state"));
    }
    return before;
  }

  /** Keeps each unit's states for the next step. */
  void leave(List<Var> after) {
    for (int i = 0; i < states.size(); i++) {
      Tensor value = after.get(i).value();
      value.backend().copy(value, states.get(i).rowRange(1, 1 + value.rows()));
    }
  }

  /** The share of each lane in the loss: of all lanes that there are in most batches. */
  Tensor weights(DeviceBatch batch, Arena arena) {
    Tensor weights = arena.tensor(batch.weights().shape());
    double alive = (double) batch.sessions() / told.batchSize();
    arena.backend().scale(batch.weights(), alive, weights);
    return weights;
  }

  /**
   * What the score of each of the compared is lowered by, negative, of their number: logq · log P,
   * with P the clicks of what follows in a lane, and clicks^α of what was drawn. As published, the
   * first so many columns as there are lanes in most batches count as the former, also where fewer
   * lanes are left (docs/models.md, section 19).
   */
  Var popularity(Tape tape, int[] compared, double logq) {
    double[] lowered = new double[compared.length];
    for (int j = 0; j < lowered.length; j++) {
      double log = Math.log(told.clicks()[compared[j] + 1]);
      lowered[j] = -logq * (j < told.batchSize() ? log : drawing.alpha * log);
    }
    return tape.constant(tape.arena().copyOf(lowered, lowered.length), "popularity");
  }
}
