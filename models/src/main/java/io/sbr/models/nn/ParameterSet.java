package io.sbr.models.nn;

import io.sbr.autograd.Parameter;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Creates a model's parameters, in order and with their published names. Each draws its initial
 * values from a random stream of its own, numbered in order of creation; without a seed all are
 * undefined until others are read into them.
 */
public final class ParameterSet {
  private final Arena arena;
  private final OptionalLong seed;
  private final Init published;
  private final List<Parameter> parameters = new ArrayList<>();

  /**
   * An empty set.
   *
   * @param arena holds the weights; must outlive the model
   * @param hidden d, which bounds the initial values of {@link #uniform}
   * @param seed of the initial values; empty where none are drawn
   */
  public ParameterSet(Arena arena, int hidden, OptionalLong seed) {
    this.arena = arena;
    this.seed = seed;
    this.published = Init.uniform(1 / Math.sqrt(hidden));
  }

  /**
   * A new parameter of this shape, from Uniform(−1/√d, 1/√d): so SR-GNN and its relatives begin
   * every one, biases and padding row included (docs/pipeline.md, section 5).
   */
  public Parameter uniform(String name, int... dims) {
    return create(name, published, dims);
  }

  /** A new parameter of this shape. */
  public Parameter create(String name, Init init, int... dims) {
    Tensor value = arena.tensor(dims);
    seed.ifPresent(given -> init.fill(value, given, parameters.size()));
    Parameter parameter = new Parameter(name, value);
    parameters.add(parameter);
    return parameter;
  }

  /** All parameters so far. */
  public List<Parameter> all() {
    return List.copyOf(parameters);
  }
}
