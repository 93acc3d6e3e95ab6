package io.sbr.kernels.cuda;

import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.tensor.MemoryKernels;
import io.sbr.tensor.Tensor;

/** Filling, random numbers and the search for numbers that are none. */
interface CudaFill extends MemoryKernels {
  /** What this backend computes with. */
  CudaEngine engine();

  @Override
  default void fill(Tensor target, double value) {
    engine()
        .launcher()
        .kernel("fill")
        .i32(target.size())
        .f32(value)
        .pointer(target)
        .grid(Grid.elements(target.size()), Grid.THREADS);
  }

  @Override
  default void uniform(Tensor target, double low, double high, long seed, long stream) {
    engine()
        .launcher()
        .kernel("uniform")
        .i32(target.size())
        .f32(low)
        .f32(high - low)
        .i64(seed)
        .i64(stream)
        .pointer(target)
        .grid(Grid.elements(target.size()), Grid.THREADS);
  }

  @Override
  default boolean allFinite(Tensor x) {
    int blocks = Math.min(Grid.elements(x.size()), 8 * engine().multiprocessors());
    try (CudaEngine.Scratch found = engine().scratch(Integer.BYTES)) {
      engine().zero(found.address(), Integer.BYTES);
      engine()
          .launcher()
          .kernel("find_not_finite")
          .i32(x.size())
          .pointer(x)
          .pointer(found.address())
          .grid(blocks, Grid.THREADS);
      return engine().readInt(found.address()) == 0;
    }
  }
}
