package io.sbr.models.nn.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Normalize;
import io.sbr.autograd.ops.Project;
import io.sbr.autograd.ops.ScaleRows;
import io.sbr.autograd.ops.Tanh;
import io.sbr.models.nn.Init;
import io.sbr.models.nn.ParameterSet;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;

/**
 * Top-k pooling (Gao and Ji, ICML 2019): of each session's nodes those with the highest y =
 * tanh(x·p/‖p‖) stay, scaled by their y so that p learns. A dropped node keeps its row and is
 * marked instead, so that no shape depends on what was computed.
 */
public final class TopKPool {
  private final Parameter direction;

  /** A pool for nodes of this width; its parameter is {@code weight}. */
  public TopKPool(ParameterSet parameters, int width) {
    direction = parameters.create("weight", Init.uniform(1 / Math.sqrt(width)), 1, width);
  }

  /**
   * The nodes after pooling.
   *
   * @param x {@code [n, width]}; rows of dropped nodes mean nothing
   * @param keep {@code [n, 1]}, 1 for a node that is left, 0 for a dropped one
   */
  public record Pooled(Var x, Tensor keep) {}

  /**
   * Drops the lowest of those nodes that were left before; ties keep the node that comes first.
   *
   * @param keepBefore 1 for a node that was left before, {@code [n, 1]}
   * @param counts {@code [B]} how many to keep of each session
   */
  public Pooled apply(Var x, Tensor keepBefore, Segments nodes, Ints counts) {
    Var unit = Normalize.of(x.tape().parameter(direction)); // [1, width]
    Var y = Tanh.of(Project.of(x, unit)); // [n, 1]
    Tensor keep = x.arena().tensor(x.rows(), 1);
    x.backend().segmentTopK(y.value(), keepBefore, nodes, counts, keep);
    return new Pooled(ScaleRows.of(x, y), keep);
  }
}
