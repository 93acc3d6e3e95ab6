package io.sbr.bench.jmh;

import io.sbr.bench.roofline.Work;
import io.sbr.tensor.SampledKernels.BprMax;
import io.sbr.tensor.Tensor;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * GRU4Rec's losses over candidates that all lanes share: what follows in each lane, and items that
 * are drawn; the scores are there already.
 */
public class SharedCandidates extends OnBackend {
  private static final BprMax FORM = new BprMax(1, 0.9);

  /** Lanes, B. */
  @Param("128")
  public int batch;

  /** Items that are drawn. */
  @Param("2048")
  public int items;

  private Tensor scores;
  private Tensor weights;
  private Tensor losses;
  private Tensor gradient;

  @Override
  void prepare() {
    scores = random(batch, batch + items);
    weights = arena.filled(1.0 / batch, batch);
    losses = arena.tensor(batch);
    gradient = arena.tensor(batch, batch + items);
  }

  /** Softmax cross-entropy and its gradient. */
  @Benchmark
  public void sampledSoftmax() {
    backend.sampledSoftmax(scores, weights, losses, gradient);
    await(gradient);
  }

  /** BPR-max and its gradient. */
  @Benchmark
  public void bprMax() {
    backend.bprMax(scores, weights, FORM, losses, gradient);
    await(gradient);
  }

  /**
   * Operations of a score, an exponential being ten: one exponential, and for BPR-max three, with
   * their sums. Scores are read and the gradient written once.
   */
  @Override
  public Map<String, Work> work() {
    double all = (double) batch * (batch + items);
    return Map.of(
        "sampledSoftmax", Work.of(14 * all, 2 * all), "bprMax", Work.of(60 * all, 2 * all));
  }
}
