package io.sbr.models.nn;

import io.sbr.autograd.Parameter;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Creates a model's parameters, in order and with their published names. Each draws its initial
 * values from a random stream of its own, numbered in order of creation; without a seed all are
 * undefined until others are read into them.
 *
 * <p>A layer gets the set at its place in the model ({@link #in}) and names only what is its own,
 * so that a model may have a layer twice. Layers with dropout take their random stream from here
 * too, so that no two of them drop alike.
 */
public final class ParameterSet {
  private final Model model;
  private final String place;

  /** What the places of one model share. */
  private static final class Model {
    private final Arena arena;
    private final OptionalLong seed;
    private final Init published;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private int dropoutStreams;

    Model(Arena arena, OptionalLong seed, Init published) {
      this.arena = arena;
      this.seed = seed;
      this.published = published;
    }
  }

  /**
   * An empty set, at the top of a model.
   *
   * @param arena holds the weights; must outlive the model
   * @param hidden d, which bounds the initial values of {@link #uniform}
   * @param seed of the initial values; empty where none are drawn
   */
  public ParameterSet(Arena arena, int hidden, OptionalLong seed) {
    this(new Model(arena, seed, Init.uniform(1 / Math.sqrt(hidden))), "");
  }

  private ParameterSet(Model model, String place) {
    this.model = model;
    this.place = place;
  }

  /**
   * The same set at a place of its own: names of what is created there begin with that of the place
   * and a dot. Places may be nested.
   *
   * @param name of a layer within this place, for example {@code gnn}
   */
  public ParameterSet in(String name) {
    return new ParameterSet(model, full(name));
  }

  /** Name of this place in the model, for example {@code gnn.second}; empty at the top. */
  public String place() {
    return place;
  }

  private String full(String name) {
    return place.isEmpty() ? name : place + "." + name;
  }

  /**
   * A new parameter of this shape, from Uniform(−1/√d, 1/√d): so SR-GNN and its relatives begin
   * every one, biases and padding row included (docs/pipeline.md, section 5).
   *
   * @param name within this place
   * @throws IllegalArgumentException if the model has a parameter of this name at this place
   */
  public Parameter uniform(String name, int... dims) {
    return create(name, model.published, dims);
  }

  /**
   * A new parameter of this shape.
   *
   * @param name within this place
   * @throws IllegalArgumentException if the model has a parameter of this name at this place
   */
  public Parameter create(String name, Init init, int... dims) {
    String full = full(name);
    if (!model.names.add(full)) {
      throw new IllegalArgumentException("the model has two parameters named " + full);
    }
    Tensor value = model.arena.tensor(dims);
    model.seed.ifPresent(given -> init.fill(value, given, model.parameters.size()));
    Parameter parameter = new Parameter(full, value);
    model.parameters.add(parameter);
    return parameter;
  }

  /**
   * A number for {@link StepRandom#stream} that no other layer of the model has: 0 for the first
   * one that asks, then 1, 2, ….
   */
  public int dropoutStream() {
    return model.dropoutStreams++;
  }

  /** All parameters of the model so far, those of other places included. */
  public List<Parameter> all() {
    return List.copyOf(model.parameters);
  }
}
