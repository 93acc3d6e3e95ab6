package io.sbr.bench.jmh;

import io.sbr.bench.roofline.Work;
import io.sbr.tensor.Tensor;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Operations on the elements of a matrix, of the size that the nodes of a batch give it. */
public class Elementwise extends OnBackend {
  private static final double SLOPE = 0.2;
  private static final double RATE = 0.5;

  /** What the largest is taken of: matrices of the size of the others. */
  private static final int STEPS = 5;

  /** A method of {@link io.sbr.tensor.DenseKernels}. */
  @Param({
    "addRow",
    "sumRows",
    "add",
    "multiply",
    "scale",
    "sigmoid",
    "sigmoidBackward",
    "tanh",
    "tanhBackward",
    "log",
    "logBackward",
    "leakyRelu",
    "leakyReluBackward",
    "gelu",
    "geluBackward",
    "maxOverTime",
    "maxOverTimeBackward",
    "dropout",
    "copyColumns"
  })
  public String operation;

  /** Rows: a Diginetica batch of 100 sessions has 357 nodes (docs/costs.md). */
  @Param("357")
  public int nodes;

  /** Width of a row, d. */
  @Param("100")
  public int hidden;

  private Tensor result;
  private Runnable call;

  @Override
  void prepare() {
    Tensor x = random(nodes, hidden);
    Tensor y = random(nodes, hidden);
    Tensor row = random(hidden);
    Tensor out = arena.tensor(nodes, hidden);
    Tensor steps = random(STEPS * nodes, hidden);
    Tensor ofSteps = arena.tensor(STEPS * nodes, hidden);
    result =
        switch (operation) {
          case "sumRows" -> row;
          case "maxOverTimeBackward" -> ofSteps;
          default -> out;
        };
    call =
        switch (operation) {
          case "addRow" -> () -> backend.addRow(x, row, out);
          case "sumRows" -> () -> backend.sumRows(x, row, false);
          case "add" -> () -> backend.add(x, y, out);
          case "multiply" -> () -> backend.multiply(x, y, out);
          case "scale" -> () -> backend.scale(x, RATE, out);
          case "sigmoid" -> () -> backend.sigmoid(x, out);
          case "sigmoidBackward" -> () -> backend.sigmoidBackward(x, y, out);
          case "tanh" -> () -> backend.tanh(x, out);
          case "tanhBackward" -> () -> backend.tanhBackward(x, y, out);
          case "log" -> () -> backend.log(x, out);
          case "logBackward" -> () -> backend.logBackward(x, y, out);
          case "leakyRelu" -> () -> backend.leakyRelu(x, SLOPE, out);
          case "leakyReluBackward" -> () -> backend.leakyReluBackward(x, y, SLOPE, out);
          case "gelu" -> () -> backend.gelu(x, out);
          case "geluBackward" -> () -> backend.geluBackward(x, y, out);
          case "maxOverTime" -> () -> backend.maxOverTime(steps, STEPS, out);
          case "maxOverTimeBackward" -> () -> backend.maxOverTimeBackward(steps, STEPS, x, ofSteps);
          case "dropout" -> () -> backend.dropout(x, RATE, 1, 0, out);
          case "copyColumns" -> () -> backend.copyColumns(x, 0, out, 0, hidden);
          default -> throw new IllegalArgumentException("no operation " + operation);
        };
  }

  /** One call. */
  @Benchmark
  public void run() {
    call.run();
    await(result);
  }

  /**
   * Arithmetic of an element as it is written in the contract, an exp one operation and random
   * numbers not counted; operands are read once and results written once.
   */
  @Override
  public Map<String, Work> work() {
    double elements = (double) nodes * hidden;
    Work work =
        switch (operation) {
          case "copyColumns" -> Work.of(0, 2 * elements);
          case "sumRows" -> Work.of(elements, elements + hidden);
          case "addRow" -> Work.of(elements, 2 * elements + hidden);
          case "scale", "log", "leakyRelu", "dropout" -> Work.of(elements, 2 * elements);
          case "add", "multiply", "logBackward", "leakyReluBackward" ->
              Work.of(elements, 3 * elements);
          case "maxOverTime" -> Work.of((STEPS - 1) * elements, (STEPS + 1) * elements);
          case "maxOverTimeBackward" -> Work.of((STEPS - 1) * elements, (2 * STEPS + 1) * elements);
          case "sigmoid" -> Work.of(3 * elements, 2 * elements);
          case "tanh" -> Work.of(4 * elements, 2 * elements);
          case "gelu" -> Work.of(13 * elements, 2 * elements);
          case "geluBackward" -> Work.of(15 * elements, 3 * elements);
          case "sigmoidBackward", "tanhBackward" -> Work.of(3 * elements, 3 * elements);
          default -> throw new IllegalArgumentException("no operation " + operation);
        };
    return Map.of("run", work);
  }
}
