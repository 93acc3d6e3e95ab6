package io.sbr.models.explain;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Why a model answers a session as it does. In every {@link Result} the contributions and the rest
 * sum to the score.
 *
 * @param model name of the model
 * @param clicks the session in order of time
 * @param unknown clicked ids that the run does not know; they took no part
 * @param edges the session graph
 * @param attention what the numbers of {@link Click#attention} are
 * @param padding share of the attention that padding positions got; 0 where there are none
 * @param again how likely an item of the session is clicked again, for a model that asks so first
 * @param method what the contributions are
 * @param rest what {@link Result#rest} is
 * @param results best first
 */
public record GraphExplanation(
    String model,
    List<Click> clicks,
    List<String> unknown,
    List<Edge> edges,
    Attention attention,
    double padding,
    OptionalDouble again,
    Method method,
    Rest rest,
    List<Result> results)
    implements Explanation {

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.graph(this);
  }

  /** What attention is. */
  public enum Attention {
    /** Softmax: sums to 1 over the clicks and the padding. */
    SHARE,
    /** Not normalised, may be negative. */
    WEIGHT,
    /** The model has none. */
    NONE
  }

  /** What contributions are. */
  public enum Method {
    /**
     * The score is a sum, and a contribution is the click's term in it. The click's state in that
     * term has taken in its neighbours along the graph.
     */
    SUM,
    /**
     * The score is no sum over clicks: a contribution is the score minus that of the session
     * without the click. Of a single click it is the whole score.
     */
    LEAVE_ONE_OUT
  }

  /** What a score is made of beside the contributions. */
  public enum Rest {
    /** The bias of the read-out times the item, and rounding. */
    BIAS,
    /**
     * For an item of the session, what its score there has beyond its sum: how likely items are
     * clicked again, and its place among the session's own. Rounding alone for all others.
     */
    AGAIN,
    /** Rounding alone. */
    ROUNDING,
    /** What clicks do together and none by itself. */
    INTERACTION
  }

  /** By which way a click contributes. */
  public enum Way {
    /** Through the attention that makes the session's vector. */
    ATTENTION,
    /** Through the attention of the candidate item, β·g of TAGNN. */
    TARGET,
    /** As the last click, which read-outs take up once more by itself. */
    LAST,
    /** Whatever is missing without the click. */
    PRESENCE
  }

  /**
   * A click.
   *
   * @param item original id
   * @param node its node in the graph, from 1 in order of first click; clicks on one item share one
   * @param attention what it got; NaN if the model has none. A node's is divided equally among its
   *     clicks
   */
  public record Click(String item, int node, double attention) {}

  /**
   * An edge between nodes.
   *
   * @param graph which graph and what its weights are, where a model has several
   * @param from node
   * @param to node
   * @param weights by name: {@code out} and {@code in}, as the messages of each direction are
   *     weighted, or {@code weight} and the mean attention that each layer gave
   */
  public record Edge(String graph, int from, int to, Map<String, Double> weights) {}

  /**
   * What each click contributes by one way.
   *
   * @param way which
   * @param values one for each click
   * @param attention β of each click, for {@link Way#TARGET}; else empty
   */
  public record Part(Way way, List<Double> values, List<Double> attention) {}

  /**
   * A recommended item.
   *
   * @param item original id
   * @param score comparable within the session only
   * @param parts contributions of the clicks, by way
   * @param rest score minus all contributions
   */
  public record Result(String item, double score, List<Part> parts, double rest) {
    /** All that a click, from 0, contributes. */
    public double total(int click) {
      return parts.stream().mapToDouble(part -> part.values().get(click)).sum();
    }
  }
}
