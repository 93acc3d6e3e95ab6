package io.sbr.tensor;

import java.util.Map;
import java.util.Optional;

/** How a backend announces itself; found by {@link java.util.ServiceLoader}. */
public interface BackendProvider {
  /** The name users ask for: reference, cpu, cuda. */
  String name();

  /** {@code auto} takes the available provider of highest preference; negative: never. */
  int preference();

  /** Why it cannot be used on this machine; empty when it can. Cheap and free of side effects. */
  Optional<String> unavailable();

  /**
   * Starts the backend.
   *
   * @param threads worker threads for backends that have them; 0 for all processors
   */
  Backend create(int threads);

  /**
   * Starts the backend with another precision of products than its own.
   *
   * @throws IllegalArgumentException if it has no such precision
   * @throws IllegalStateException if the machine lacks something that {@link #unavailable} does not
   *     look at; the message says what
   */
  default Backend create(int threads, MatmulPrecision precision) {
    if (precision != MatmulPrecision.FULL) {
      throw new IllegalArgumentException("device " + name() + " has no " + precision + " products");
    }
    return create(threads);
  }

  /**
   * What can be said about its machine, for people who look for what is wrong: names and values, in
   * order. May start the backend; empty where there is nothing beyond {@link #unavailable}.
   */
  default Map<String, String> findings() {
    return Map.of();
  }
}
