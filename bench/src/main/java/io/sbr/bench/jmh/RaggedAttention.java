package io.sbr.bench.jmh;

import io.sbr.bench.roofline.Work;
import io.sbr.bench.timing.MadeUpClicks;
import io.sbr.data.batch.GraphBatch;
import io.sbr.tensor.AttentionKernels.Attention;
import io.sbr.tensor.AttentionKernels.AttentionBackward;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Causal attention among the nodes of each session, as in TAGNN++, without dropout. */
public class RaggedAttention extends OnBackend {
  private static final int ITEMS = 43_097;

  /** Sessions, B; with 3.57 nodes on average. */
  @Param("100")
  public int batch;

  /** Width of all heads together, d. */
  @Param("100")
  public int hidden;

  /** Heads, which divide the width. */
  @Param("2")
  public int heads;

  private Segments segments;
  private Attention attention;
  private Tensor q;
  private Tensor k;
  private Tensor v;
  private Tensor logSums;
  private Tensor out;
  private Tensor dout;
  private Tensor dq;
  private Tensor dk;
  private Tensor dv;

  @Override
  void prepare() {
    segments = MadeUpClicks.nodes(MadeUpClicks.batch(ITEMS, batch), arena);
    attention = Attention.of(heads, true);
    int nodes = segments.total();
    q = random(nodes, hidden);
    k = random(nodes, hidden);
    v = random(nodes, hidden);
    dout = random(nodes, hidden);
    logSums = arena.tensor(nodes, heads);
    out = arena.tensor(nodes, hidden);
    dq = arena.tensor(nodes, hidden);
    dk = arena.tensor(nodes, hidden);
    dv = arena.tensor(nodes, hidden);
    backend.attention(q, k, v, segments, attention, logSums, out);
  }

  /** What each node takes from those it sees. */
  @Benchmark
  public void forward() {
    backend.attention(q, k, v, segments, attention, logSums, out);
    await(out);
  }

  /** Gradients of q, k and v; probabilities are computed again. */
  @Benchmark
  public void backward() {
    backend.attentionBackward(
        segments, attention, new AttentionBackward(q, k, v, logSums, out, dout, dq, dk, dv));
    await(dv);
  }

  /**
   * For each pair of a node and one that it sees. Forward: two products of width d, 4d, and an exp
   * and its sum for each head; q, k, v are read, the result is written. Backward: five products,
   * and D of each node; q, k, v, the result and its gradient are read, three gradients written.
   */
  @Override
  public Map<String, Work> work() {
    GraphBatch sessions = MadeUpClicks.batch(ITEMS, batch);
    double pairs = 0;
    for (int b = 0; b < batch; b++) {
      double nodes = sessions.nodeOffsets()[b + 1] - sessions.nodeOffsets()[b];
      pairs += nodes * (nodes + 1) / 2;
    }
    double elements = (double) sessions.nodes() * hidden;
    double sums = (double) sessions.nodes() * heads;
    return Map.of(
        "forward", Work.of(pairs * (4 * hidden + 2 * heads), 4 * elements + sums),
        "backward", Work.of(pairs * (10 * hidden + 3 * heads) + 2 * elements, 8 * elements + sums));
  }
}
