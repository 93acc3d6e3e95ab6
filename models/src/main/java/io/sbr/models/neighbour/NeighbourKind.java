package io.sbr.models.neighbour;

import io.sbr.models.settings.ModelKind;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.sparse.Fill;
import java.util.List;
import java.util.stream.Stream;

/**
 * A kind of neighbour method.
 *
 * @param name as in {@code --model}
 * @param title what it is and where it was published, one line
 * @param settings its own, to which {@link Fill} is added
 * @param shape how its index is built
 * @param factory makes the method of settings and an index
 */
public record NeighbourKind(
    String name, String title, List<ModelSetting<?>> settings, IndexShape shape, Factory factory)
    implements ModelKind {
  /** Adds what all have. */
  public NeighbourKind {
    settings = Stream.concat(settings.stream(), Stream.of(Fill.SETTING)).toList();
  }

  /** What the index lists, which may depend on settings. */
  @FunctionalInterface
  interface IndexShape {
    /** All sessions. */
    IndexShape ALL = settings -> IndexBounds.NONE;

    /** The bounds. */
    IndexBounds bounds(ModelSettings settings);
  }

  /** Makes a method. */
  @FunctionalInterface
  interface Factory {
    /**
     * A method.
     *
     * @param secondsSince the newest session, when questions are asked; ranks hardly depend on it
     */
    NeighbourMethod create(ModelSettings settings, SessionIndex index, long secondsSince);
  }

  /** What an index for these settings lists. */
  public IndexBounds bounds(ModelSettings own) {
    return shape.bounds(own);
  }

  @Override
  public String toString() {
    return name;
  }
}
