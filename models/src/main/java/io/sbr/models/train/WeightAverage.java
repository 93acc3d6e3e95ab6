package io.sbr.models.train;

import io.sbr.autograd.Parameter;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An exponential moving average of the weights, which answers instead of the last weights: the
 * noise of single steps averages out (Polyak and Juditsky, 1992). The average begins with the
 * initial weights, which a few times its length forgets.
 */
public final class WeightAverage {
  /** Steps between updates: to average each step would cost as much as Adam. */
  private static final int EVERY = 10;

  /** The average goes back over one part of so many of all steps, at most. */
  private static final int PARTS = 5;

  private final Map<Parameter, Tensor> means = new LinkedHashMap<>();
  private final Arena arena;
  private final int steps;

  /**
   * The average of these parameters as they are now.
   *
   * @param steps that it goes back over at most; 0 for no average
   * @param arena holds it
   */
  public WeightAverage(List<Parameter> parameters, int steps, Arena arena) {
    this.arena = arena;
    this.steps = steps;
    if (steps > 0) {
      for (Parameter parameter : parameters) {
        means.put(parameter, copy(parameter.value(), arena));
      }
    }
  }

  private static Tensor copy(Tensor value, Arena arena) {
    Tensor copy = arena.tensor(value.shape());
    value.backend().copy(value, copy);
    return copy;
  }

  /** The averages, as {@code average.NAME}: part of a checkpoint. */
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    means.forEach((parameter, mean) -> state.put("average." + parameter.name(), mean));
    return state;
  }

  /** Takes in the weights after a step, if it is the turn of this one. */
  void after(long step) {
    if (step % EVERY == 0) {
      double share = Math.min(1, EVERY / Math.min((double) steps, (double) step / PARTS));
      means.forEach((parameter, mean) -> arena.backend().average(mean, parameter.value(), share));
    }
  }

  /** Something that is done with weights. */
  @FunctionalInterface
  interface Work<E extends Exception> {
    /** Does it. */
    void run() throws E;
  }

  /** Does something with the averages in place of the weights, which are as before afterwards. */
  <E extends Exception> void during(Work<E> work) throws E {
    Backend backend = arena.backend();
    try (Arena kept = new Arena(backend)) {
      Map<Parameter, Tensor> last = new LinkedHashMap<>();
      means.forEach(
          (parameter, mean) -> {
            last.put(parameter, copy(parameter.value(), kept));
            backend.copy(mean, parameter.value());
          });
      try {
        work.run();
      } finally {
        last.forEach((parameter, value) -> backend.copy(value, parameter.value()));
      }
    }
  }

  /** Puts the averages in the place of the weights for good. */
  void settle() {
    means.forEach((parameter, mean) -> arena.backend().copy(mean, parameter.value()));
  }
}
