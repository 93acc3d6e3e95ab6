package io.sbr.models.nn.layers;

import io.sbr.autograd.Var;
import java.util.function.Supplier;

/**
 * What a forward pass shows its observers ({@link io.sbr.autograd.Tape#observe}) so that a score
 * can be explained: the attention that the rows of a read-out get, and what each of them adds to
 * the session's vector. Nothing is computed where nobody looks.
 */
public final class Attribution {
  /** What a row of a read-out stands for. */
  public enum Rows {
    /** A node: what it gets and adds, it does for all of its clicks together. */
    NODES("nodes"),
    /** A click. */
    CLICKS("clicks");

    private final String label;

    Rows(String label) {
      this.label = label;
    }

    /** Name of attention that sums to 1 over the session, {@code [r, 1]}. */
    public String shares() {
      return label + ".shares";
    }

    /** Name of attention that is not normalised and may be negative, {@code [r, 1]}. */
    public String weights() {
      return label + ".weights";
    }

    /** Name of what each row adds to the session's vector, {@code [r, d]}. */
    public String parts() {
      return label + ".parts";
    }
  }

  /** Name of what the last click adds to the session's vector by itself, {@code [B, d]}. */
  public static final String LAST = "last.part";

  /** Name of what is added to every session's vector alike, {@code [d]}. */
  public static final String BIAS = "bias.part";

  /** Name, before that of a layer, of the attention edges get there, {@code [E, heads]}. */
  public static final String EDGES = "edges.";

  /** Name of what target attention compares an item with, {@code [r, d]}. */
  public static final String QUERIES = "target.queries";

  /** Name of what the item then takes from each row, {@code [r, d]}. */
  public static final String STATES = "target.states";

  /** Name of the logit of clicking an item of the session again, {@code [B, 1]}. */
  public static final String AGAIN = "again";

  private Attribution() {}

  /** Shows the rows of a target attention, whatever its scorer makes of them. */
  static void compared(Var states, Supplier<Var> queries) {
    states.tape().observe(STATES, states);
    states.tape().observe(QUERIES, queries);
  }

  /** Shows attention that sums to 1 over a session's rows, and returns it. */
  public static Var shares(Rows rows, Var attention) {
    return attention.tape().observe(rows.shares(), attention);
  }

  /** Shows attention that is not normalised, and returns it. */
  public static Var weights(Rows rows, Var attention) {
    return attention.tape().observe(rows.weights(), attention);
  }

  /** Shows the attention that a layer gives to edges, and returns it. */
  static Var edges(String layer, Var attention) {
    return attention.tape().observe(EDGES + layer, attention);
  }

  /** Shows the rows whose sum is the session's vector, and returns them. */
  public static Var sum(Rows rows, Var parts) {
    return parts.tape().observe(rows.parts(), parts);
  }

  /** Shows that the session's vector is that of the last click, and returns it. */
  public static Var last(Var last) {
    return last.tape().observe(LAST, last);
  }

  /**
   * Shows the parts of a session's vector that a layer makes of [Σ parts ; last], in this order or
   * the other: W is linear, so what it makes of each part can be told.
   *
   * @param parts {@code [r, d]}
   * @param last {@code [B, d]}
   * @param lastFirst whether the layer takes [last ; Σ parts]
   */
  public static void hybrid(Rows rows, LinearLayer layer, Var parts, Var last, boolean lastFirst) {
    int d = last.cols();
    parts.tape().observe(rows.parts(), () -> layer.part(parts, lastFirst ? d : 0));
    parts.tape().observe(LAST, () -> layer.part(last, lastFirst ? 0 : d));
    layer.observeBias(parts.tape(), BIAS);
  }
}
