package io.sbr.kernels.cpu;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.Buffer;
import io.sbr.tensor.Ints;
import io.sbr.tensor.MemoryKernels;
import io.sbr.tensor.Philox;
import io.sbr.tensor.Tensor;
import java.util.Arrays;

/** Allocation, host transfer, filling and random numbers. */
interface CpuTransfer extends MemoryKernels {
  /** What this backend computes with. */
  Engine engine();

  @Override
  default Buffer allocate(int elements) {
    return engine().memory().allocate(elements);
  }

  @Override
  default Buffer allocateInts(int elements) {
    return engine().memory().allocateInts(elements);
  }

  @Override
  default void release(Buffer buffer) {
    engine().memory().release(buffer);
  }

  @Override
  default long liveBytes() {
    return engine().memory().liveBytes();
  }

  @Override
  default void write(float[] source, Tensor target) {
    Shapes.transfer("write", source.length, target.size());
    System.arraycopy(source, 0, CpuMemory.floats(target), target.offset(), source.length);
  }

  @Override
  default void write(double[] source, Tensor target) {
    Shapes.transfer("write", source.length, target.size());
    float[] values = CpuMemory.floats(target);
    for (int i = 0; i < source.length; i++) {
      values[target.offset() + i] = (float) source[i];
    }
  }

  @Override
  default void write(int[] source, Ints target) {
    Shapes.transfer("write", source.length, target.length());
    System.arraycopy(source, 0, CpuMemory.ints(target), 0, source.length);
  }

  @Override
  default void read(Tensor source, float[] target) {
    Shapes.transfer("read", target.length, source.size());
    System.arraycopy(CpuMemory.floats(source), source.offset(), target, 0, target.length);
  }

  @Override
  default void read(Tensor source, double[] target) {
    Shapes.transfer("read", target.length, source.size());
    float[] values = CpuMemory.floats(source);
    for (int i = 0; i < target.length; i++) {
      target[i] = values[source.offset() + i];
    }
  }

  @Override
  default void read(Ints source, int[] target) {
    Shapes.transfer("read", target.length, source.length());
    System.arraycopy(CpuMemory.ints(source), 0, target, 0, target.length);
  }

  @Override
  default void fill(Tensor target, double value) {
    int begin = target.offset();
    Arrays.fill(CpuMemory.floats(target), begin, begin + target.size(), (float) value);
  }

  @Override
  default void copy(Tensor source, Tensor target) {
    Shapes.sameSize("copy", source, target);
    System.arraycopy(
        CpuMemory.floats(source),
        source.offset(),
        CpuMemory.floats(target),
        target.offset(),
        source.size());
  }

  @Override
  default void uniform(Tensor target, double low, double high, long seed, long stream) {
    float[] values = CpuMemory.floats(target);
    int begin = target.offset();
    float base = (float) low;
    float width = (float) (high - low);
    engine()
        .forRows(
            target.size(),
            CpuDense.RANDOM,
            (from, to) -> {
              Philox.uniform(seed, stream, from, values, begin + from, to - from);
              for (int i = begin + from; i < begin + to; i++) {
                values[i] = base + width * values[i];
              }
            });
  }

  @Override
  default boolean allFinite(Tensor x) {
    float[] values = CpuMemory.floats(x);
    // x·0 is 0 for finite x and NaN otherwise, and a NaN stays in the sum: a loop without a branch.
    float sum = 0;
    for (int i = x.offset(); i < x.offset() + x.size(); i++) {
      sum += values[i] * 0;
    }
    return sum == 0;
  }
}
