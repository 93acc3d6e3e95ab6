package io.sbr.kernels.contract;

import io.sbr.tensor.Backend;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * The one test body that every backend passes. A backend's test is a subclass that makes it:
 *
 * <pre>
 *   class CpuContractTest extends BackendContract {
 *     protected Backend create() { return new CpuProvider().create(2); }
 *
 *     public boolean packs() { return true; }
 *   }
 * </pre>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendContract
    implements MemoryContract,
        DenseContract,
        RaggedContract,
        RecurrentContract,
        PoolingContract,
        NormContract,
        AttentionContract,
        HeadContract,
        AllowSetsContract,
        TargetAttentionContract,
        UsageScaledContract,
        NormalizedContract,
        BiasedContract,
        ReplacedContract,
        SampledContract,
        PackedContract,
        OptimizerContract,
        ItemTableContract,
        DeterminismContract,
        ShapeContract {
  private Backend backend;

  /** Starts the backend under test; called once. */
  protected abstract Backend create();

  @BeforeAll
  void start() {
    backend = create();
  }

  @AfterAll
  void stop() {
    backend.close();
  }

  @Override
  public Backend backend() {
    return backend;
  }
}
