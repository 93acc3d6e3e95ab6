package io.sbr.tensor;

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
}
