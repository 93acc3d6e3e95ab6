package io.sbr.kernels.reference;

import io.sbr.tensor.Backend;
import io.sbr.tensor.BackendProvider;
import java.util.Optional;

/** Offers the reference backend: always usable, never chosen unless asked for. */
public final class ReferenceProvider implements BackendProvider {
  @Override
  public String name() {
    return "reference";
  }

  @Override
  public int preference() {
    return -1;
  }

  @Override
  public Optional<String> unavailable() {
    return Optional.empty();
  }

  /** The number of threads is ignored: this backend computes in the caller's. */
  @Override
  public Backend create(int threads) {
    return new ReferenceBackend();
  }
}
