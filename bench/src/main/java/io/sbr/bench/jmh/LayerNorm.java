package io.sbr.bench.jmh;

import io.sbr.bench.roofline.Work;
import io.sbr.tensor.Tensor;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Layer normalisation of the nodes of one batch. */
public class LayerNorm extends OnBackend {
  private static final double EPSILON = 1e-5;

  /** Nodes, n: a Diginetica batch of 100 sessions has 357 (docs/costs.md). */
  @Param("357")
  public int nodes;

  /** Width of a row, d. */
  @Param("100")
  public int hidden;

  private Tensor x;
  private Tensor weight;
  private Tensor bias;
  private Tensor statistics;
  private Tensor out;
  private Tensor dy;
  private Tensor dx;
  private Tensor dweight;
  private Tensor dbias;

  @Override
  void prepare() {
    x = random(nodes, hidden);
    dy = random(nodes, hidden);
    weight = random(hidden);
    bias = random(hidden);
    statistics = arena.tensor(nodes, 2);
    out = arena.tensor(nodes, hidden);
    dx = arena.tensor(nodes, hidden);
    dweight = arena.tensor(hidden);
    dbias = arena.tensor(hidden);
    backend.layerNorm(x, weight, bias, EPSILON, statistics, out);
  }

  /** Normalised rows. */
  @Benchmark
  public void forward() {
    backend.layerNorm(x, weight, bias, EPSILON, statistics, out);
    await(out);
  }

  /** Gradients of rows, weight and bias. */
  @Benchmark
  public void backward() {
    backend.layerNormBackward(x, weight, statistics, dy, dx, dweight, dbias);
    await(dx);
  }

  /**
   * Per element. Forward: mean 1, variance 3, x̂ 1, weight and bias 2; one read, one write.
   * Backward: x̂ 2, a 1, both means 3, dx 4, gradients of weight and bias 3; two reads, one write.
   * A row's two statistics are noise beside it.
   */
  @Override
  public Map<String, Work> work() {
    double elements = (double) nodes * hidden;
    return Map.of(
        "forward", Work.of(7 * elements, 2 * elements),
        "backward", Work.of(13 * elements, 3 * elements));
  }
}
