package io.sbr.models.nn.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Var;
import io.sbr.models.nn.Init;
import io.sbr.models.nn.ParameterSet;
import io.sbr.models.nn.StepRandom;
import java.util.ArrayList;
import java.util.List;

/** GRU4Rec's recurrent units, one on another (docs/models.md, section 19). */
public final class RecurrentLayers {
  private final List<RecurrentUnit> units = new ArrayList<>();
  private final List<DropoutLayer> dropouts = new ArrayList<>();

  /** Of what goes in; null where items themselves do. */
  private final DropoutLayer inputDropout;

  /** The first unit where items themselves go in; else null. */
  private final OneHotGru ofItems;

  /**
   * Rates of dropout in training.
   *
   * @param input of the vectors that go in, or of the first unit's states where items themselves do
   * @param states of each other unit's states, which are carried on so
   */
  public record Dropouts(double input, double states) {}

  private RecurrentLayers(ParameterSet set, int items, int in, int[] widths, Dropouts rates) {
    boolean vectors = items == 0;
    inputDropout = vectors ? new DropoutLayer(set, rates.input) : null;
    ofItems = vectors ? null : new OneHotGru(set.in("GE"), items, widths[0]);
    int below = in;
    for (int i = 0; i < widths.length; i++) {
      boolean first = i == 0 && !vectors;
      units.add(first ? ofItems : unit(set.in("G." + units(i, vectors)), below, widths[i]));
      dropouts.add(new DropoutLayer(set, first ? rates.input : rates.states));
      below = widths[i];
    }
  }

  /** Number of a unit among those of {@link Gru}. */
  private static int units(int layer, boolean vectors) {
    return vectors ? layer : layer - 1;
  }

  private static Gru unit(ParameterSet set, int in, int d) {
    return new Gru(set, "", in, d, Init.glorotGates(), Init.zeros());
  }

  /**
   * Units over vectors.
   *
   * @param in width of the vectors
   * @param widths of each unit's state, the lowest first
   */
  public static RecurrentLayers ofVectors(ParameterSet set, int in, int[] widths, Dropouts rates) {
    return new RecurrentLayers(set, 0, in, widths, rates);
  }

  /** Units of which the first has a row for each of N items. */
  public static RecurrentLayers ofItems(ParameterSet set, int items, int[] widths, Dropouts rates) {
    return new RecurrentLayers(set, items, 0, widths, rates);
  }

  /** The items' rows of the first unit, {@code [N, 3d]}: what goes in is looked up there. */
  public Parameter itemRows() {
    return ofItems.inputs();
  }

  /**
   * One step of all units.
   *
   * @param x what goes in, {@code [n, in]} or rows of items
   * @param before state of each unit, {@code [n, d]}
   * @return their new states, with elements dropped in training
   */
  public List<Var> step(Var x, List<Var> before, StepRandom random) {
    List<Var> after = new ArrayList<>();
    Var y = inputDropout == null ? x : inputDropout.apply(x, random);
    for (int i = 0; i < units.size(); i++) {
      y = dropouts.get(i).apply(units.get(i).step(y, before.get(i)), random);
      after.add(y);
    }
    return after;
  }

  /**
   * The last unit's states after each step of whole sequences, from zeros, with nothing dropped,
   * {@code [c, d]}.
   *
   * @param x what goes in, step after step, as {@link io.sbr.autograd.ops.GruSequence} wants its
   *     rows
   * @param counts rows of each step
   */
  public Var sequence(Var x, int[] counts) {
    Var y = x;
    for (RecurrentUnit unit : units) {
      y = unit.sequence(y, counts);
    }
    return y;
  }
}
