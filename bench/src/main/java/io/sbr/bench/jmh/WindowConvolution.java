package io.sbr.bench.jmh;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Convolution;
import io.sbr.autograd.ops.MaxOverTime;
import io.sbr.bench.roofline.Work;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Tensor;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Filters of one height over the windows of a batch of sessions and the largest answer of each, as
 * in Caser.
 */
public class WindowConvolution extends OnBackend {
  private static final int LENGTH = 5;
  private static final int HEIGHT = 3;
  private static final int FILTERS = 16;

  /** Sessions, B. */
  @Param("512")
  public int batch;

  /** Width of a click's vector, d. */
  @Param("50")
  public int hidden;

  private Parameter windows;
  private Parameter filters;
  private Tensor gradient;

  @Override
  void prepare() {
    windows = new Parameter("windows", random(LENGTH * batch, hidden));
    filters = new Parameter("filters", random(FILTERS, HEIGHT * hidden));
    gradient = random(batch, FILTERS);
  }

  /** The largest answers. */
  @Benchmark
  public void forward() {
    try (Arena own = new Arena(backend)) {
      await(largest(Tape.inference(own)).value());
    }
  }

  /** The largest answers, and the gradients of windows and filters. */
  @Benchmark
  public void forwardAndBackward() {
    try (Arena own = new Arena(backend)) {
      Tape tape = Tape.recording(own);
      Var largest = largest(tape);
      tape.backward(largest, gradient);
      await(largest.value());
      windows.gradient().clear();
      filters.gradient().clear();
    }
  }

  private Var largest(Tape tape) {
    Var answers = Convolution.of(tape.parameter(windows), tape.parameter(filters), LENGTH, HEIGHT);
    return MaxOverTime.of(answers, LENGTH - HEIGHT + 1);
  }

  /**
   * A product of a part of a window with the filters at each place, forward; backward two more.
   * Windows, filters and answers are read and written once, backward again with a gradient each.
   */
  @Override
  public Map<String, Work> work() {
    double places = (double) (LENGTH - HEIGHT + 1) * batch;
    double product = 2.0 * places * HEIGHT * hidden * FILTERS;
    double answers = places * FILTERS;
    double read = (double) LENGTH * batch * hidden + (double) FILTERS * HEIGHT * hidden;
    return Map.of(
        "forward", Work.of(product + answers, read + 2 * answers),
        "forwardAndBackward", Work.of(3 * product + 2 * answers, 2 * read + 4 * answers));
  }
}
