package io.sbr.bench.jmh;

import io.sbr.bench.roofline.Work;
import io.sbr.tensor.RecurrentKernels.GruBackward;
import io.sbr.tensor.Tensor;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * The gated recurrent unit's elementwise part for the nodes of one batch; its two products are
 * ordinary ones ({@link DenseProduct}).
 */
public class GruUpdate extends OnBackend {
  /** Nodes, n: a Diginetica batch of 100 sessions has 357 (docs/costs.md). */
  @Param("357")
  public int nodes;

  /** Width of a state, d. */
  @Param("100")
  public int hidden;

  private Tensor gi;
  private Tensor gh;
  private Tensor h;
  private Tensor dout;
  private Tensor gates;
  private Tensor out;
  private Tensor dgi;
  private Tensor dgh;
  private Tensor dh;

  @Override
  void prepare() {
    gi = random(nodes, 3 * hidden);
    gh = random(nodes, 3 * hidden);
    h = random(nodes, hidden);
    dout = random(nodes, hidden);
    gates = arena.tensor(nodes, 3 * hidden);
    out = arena.tensor(nodes, hidden);
    dgi = arena.tensor(nodes, 3 * hidden);
    dgh = arena.tensor(nodes, 3 * hidden);
    dh = arena.tensor(nodes, hidden);
    backend.gruCell(gi, gh, h, gates, out);
  }

  /** New states from gate inputs. */
  @Benchmark
  public void forward() {
    backend.gruCell(gi, gh, h, gates, out);
    await(out);
  }

  /** Gradients of the gate inputs and of the old states. */
  @Benchmark
  public void backward() {
    backend.gruCellBackward(new GruBackward(gates, gh, h, dout, dgi, dgh, dh));
    await(dh);
  }

  /**
   * Per state element. Forward: r 2, z 2, ñ 3, the mixture 3 operations; reads gi, gh (3 each) and
   * h, writes the gates (3) and the state. Backward: z 5, ñ 5, r 4, then 2 operations; reads the
   * gates (3), the n block of gh, h and dout, writes dgi, dgh (3 each) and dh.
   */
  @Override
  public Map<String, Work> work() {
    double states = (double) nodes * hidden;
    return Map.of(
        "forward", Work.of(10 * states, 11 * states),
        "backward", Work.of(16 * states, 13 * states));
  }
}
