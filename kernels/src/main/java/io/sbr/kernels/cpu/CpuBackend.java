package io.sbr.kernels.cpu;

import io.sbr.tensor.Backend;
import io.sbr.tensor.DType;

/**
 * The contract in float32 on the processor: SIMD through the Vector API where the JVM has it, plain
 * loops that the compiler can vectorise otherwise, and a fixed team of threads. Work is cut by its
 * shape and partial sums are added in order, so results have the same bits for any number of
 * threads, interpreted or compiled.
 */
public final class CpuBackend
    implements Backend,
        CpuTransfer,
        CpuDense,
        CpuRagged,
        CpuRecurrent,
        CpuNorm,
        CpuAttention,
        CpuHead,
        CpuOptimizer {
  private final Engine engine;

  CpuBackend(Loops loops, int threads) {
    engine = Engine.of(loops, threads);
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public String description() {
    int threads = engine.team().threads();
    return "cpu (float32, %s, %d thread%s)"
        .formatted(engine.loops().description(), threads, threads == 1 ? "" : "s");
  }

  @Override
  public DType dtype() {
    return DType.F32;
  }

  /** Ends the worker threads; operations still work afterwards, on their callers alone. */
  @Override
  public void close() {
    engine.team().close();
  }
}
