package io.sbr.bench.load.fault;

import java.util.Locale;

/** The faults by name, in the order in which they are tried. */
enum FaultName {
  /** {@link Reloads}. */
  RELOAD,
  /** {@link DeafClients}. */
  DEAF,
  /** {@link HalfOpen}. */
  HALF_OPEN,
  /** {@link HugeBodies}. */
  BODIES,
  /** {@link Fuzz}. */
  FUZZ,
  /** {@link Termination}; the last, since no server is left after it. */
  SIGTERM;

  /** As options and reports have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
