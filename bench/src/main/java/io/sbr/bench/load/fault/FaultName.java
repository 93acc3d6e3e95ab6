package io.sbr.bench.load.fault;

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
  SIGTERM
}
