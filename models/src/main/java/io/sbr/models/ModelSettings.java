package io.sbr.models;

/**
 * Which model, and the settings that change its parameters or equations; written into every run.
 *
 * @param name as in {@code --model}; see {@link Models#names()}
 * @param hidden d, width of all vectors; published 100
 * @param steps propagation steps over the session graph; published 1, 0 leaves the graph out
 * @param hybrid whether the last click joins the session vector; published true
 */
public record ModelSettings(String name, int hidden, int steps, boolean hybrid) {
  /** The widest vectors accepted; wider ones are a slip of the finger, not a model. */
  public static final int MAX_HIDDEN = 4096;

  /** The most propagation steps accepted. */
  public static final int MAX_STEPS = 100;

  /** SR-GNN as published. */
  public static final ModelSettings DEFAULT = new ModelSettings("srgnn", 100, 1, true);

  /** Checks the settings. */
  public ModelSettings {
    if (!Models.names().contains(name)) {
      throw new IllegalArgumentException(
          "no model '" + name + "'; there are " + String.join(", ", Models.names()));
    }
    if (hidden < 1 || hidden > MAX_HIDDEN) {
      throw new IllegalArgumentException(
          "hidden must be between 1 and " + MAX_HIDDEN + ", not " + hidden);
    }
    if (steps < 0 || steps > MAX_STEPS) {
      throw new IllegalArgumentException(
          "steps must be between 0 and " + MAX_STEPS + ", not " + steps);
    }
  }
}
