package io.sbr.kernels.reference;

import io.sbr.tensor.Backend;
import io.sbr.tensor.DType;

/**
 * The contract in float64 with the plainest loops that can be written: what a student reads first,
 * what every other backend is compared with, and what gradient checks run on. One family of
 * operations per file; sums run in ascending order, transcendental functions are StrictMath's, so
 * the same inputs give the same bits everywhere.
 */
public final class ReferenceBackend extends ReferenceMemory
    implements Backend,
        ReferenceDense,
        ReferenceRagged,
        ReferenceRecurrent,
        ReferenceNorm,
        ReferenceAttention,
        ReferenceHead,
        ReferenceSampled,
        ReferenceOptimizer {
  @Override
  public String name() {
    return "reference";
  }

  @Override
  public String description() {
    return "reference (float64, plain loops, 1 thread)";
  }

  @Override
  public DType dtype() {
    return DType.F64;
  }

  /** Does nothing: there are no threads or handles to give back. */
  @Override
  public void close() {}
}
