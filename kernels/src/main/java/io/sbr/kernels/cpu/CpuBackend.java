package io.sbr.kernels.cpu;

import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.loops.Loops;
import io.sbr.kernels.cpu.loops.PlainLoops;
import io.sbr.tensor.Backend;
import io.sbr.tensor.DType;
import java.util.function.Consumer;

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
        CpuSampled,
        CpuOptimizer {
  private final Engine engine;

  /** A backend with threads of its own. */
  public CpuBackend(Loops loops, int threads) {
    this(Engine.of(loops, threads));
  }

  /** A backend on an engine that is its own from now on. */
  public CpuBackend(Engine engine) {
    this.engine = engine;
  }

  /**
   * Starts a backend with plain loops, to compare with, whatever this JVM has. From then on calls
   * of the kernels' loops cost a little more in this process, as there are two kinds of them.
   *
   * @param threads worker threads, at least 1
   */
  public static Backend plain(int threads) {
    return new CpuBackend(new PlainLoops(), threads);
  }

  /** Whether a backend is one of this kind that computes with vectors. */
  public static boolean hasVectors(Backend backend) {
    return backend instanceof CpuBackend cpu && !cpu.engine.loops().plain();
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

  /** Tells where vectors turn out slower than plain loops. */
  @Override
  public void onNotice(Consumer<String> listener) {
    engine.watch().listen(listener);
  }

  /** Ends the worker threads; operations still work afterwards, on their callers alone. */
  @Override
  public void close() {
    engine.team().close();
  }
}
