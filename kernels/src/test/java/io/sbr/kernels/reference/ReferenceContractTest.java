package io.sbr.kernels.reference;

import io.sbr.kernels.contract.BackendContract;
import io.sbr.tensor.Backend;

/** The reference keeps the contract too; whether its numbers are right is another test. */
class ReferenceContractTest extends BackendContract {
  @Override
  protected Backend create() {
    return new ReferenceBackend();
  }

  @Override
  public boolean packs() {
    return false;
  }
}
