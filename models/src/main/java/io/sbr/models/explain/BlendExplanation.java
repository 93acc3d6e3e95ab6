package io.sbr.models.explain;

import java.util.List;

/**
 * Why a network blended with a neighbour method answers a session as it does: what each of the two
 * gives an item, and why.
 *
 * @param model name of the blend
 * @param lambda the neighbours' part in this session; 0 where they reach nothing
 * @param results best first
 * @param network why the network scores these items as it does
 * @param neighbours which past sessions spoke for them
 */
public record BlendExplanation(
    String model,
    double lambda,
    List<Result> results,
    GraphExplanation network,
    NeighbourExplanation neighbours)
    implements Explanation {
  /**
   * A recommended item. Its probability P is the sum of the other two.
   *
   * @param item original id
   * @param probability P
   * @param network (1 − λ) p, what the network adds
   * @param neighbours λ κ, what the neighbours add
   */
  public record Result(String item, double probability, double network, double neighbours) {
    /** The neighbours' share of P, from 0 to 1. */
    public double share() {
      return probability == 0 ? 0 : neighbours / probability;
    }
  }

  @Override
  public List<String> unknown() {
    return network.unknown();
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.blend(this);
  }
}
