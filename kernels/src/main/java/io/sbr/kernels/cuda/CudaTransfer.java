package io.sbr.kernels.cuda;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.tensor.Buffer;
import io.sbr.tensor.Ints;
import io.sbr.tensor.MemoryKernels;
import io.sbr.tensor.Tensor;
import java.nio.FloatBuffer;

/** Allocation, and copies to, from and on the device. */
interface CudaTransfer extends MemoryKernels {
  /** What this backend computes with. */
  CudaEngine engine();

  @Override
  default Buffer allocate(int elements) {
    return engine().memory().allocate(elements);
  }

  @Override
  default Buffer allocateInts(int elements) {
    return engine().memory().allocate(elements);
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
    engine()
        .staging()
        .write(
            CudaBuffer.address(target),
            source.length,
            (part, from) -> {
              FloatBuffer floats = part.asFloatBuffer();
              floats.put(source, from, floats.remaining());
            });
  }

  @Override
  default void write(double[] source, Tensor target) {
    Shapes.transfer("write", source.length, target.size());
    engine()
        .staging()
        .write(
            CudaBuffer.address(target),
            source.length,
            (part, from) -> {
              FloatBuffer floats = part.asFloatBuffer();
              for (int i = from; floats.hasRemaining(); i++) {
                floats.put((float) source[i]);
              }
            });
  }

  @Override
  default void write(int[] source, Ints target) {
    Shapes.transfer("write", source.length, target.length());
    if (source.length > 0) {
      CudaBuffer.of(target.buffer()).hostCopy(CudaBuffer.HostCopy.of(source.clone()));
    }
    engine()
        .staging()
        .write(
            CudaBuffer.address(target),
            source.length,
            (part, from) ->
                part.asIntBuffer().put(source, from, part.remaining() / CudaBuffer.BYTES));
  }

  @Override
  default void read(Tensor source, float[] target) {
    Shapes.transfer("read", target.length, source.size());
    engine()
        .staging()
        .read(
            CudaBuffer.address(source),
            target.length,
            (part, from) -> {
              FloatBuffer floats = part.asFloatBuffer();
              floats.get(target, from, floats.remaining());
            });
  }

  @Override
  default void read(Tensor source, double[] target) {
    Shapes.transfer("read", target.length, source.size());
    engine()
        .staging()
        .read(
            CudaBuffer.address(source),
            target.length,
            (part, from) -> {
              FloatBuffer floats = part.asFloatBuffer();
              for (int i = from; floats.hasRemaining(); i++) {
                target[i] = floats.get();
              }
            });
  }

  @Override
  default void read(Ints source, int[] target) {
    Shapes.transfer("read", target.length, source.length());
    engine()
        .staging()
        .read(
            CudaBuffer.address(source),
            target.length,
            (part, from) ->
                part.asIntBuffer().get(target, from, part.remaining() / CudaBuffer.BYTES));
  }

  @Override
  default void copy(Tensor source, Tensor target) {
    Shapes.sameSize("copy", source, target);
    engine()
        .copy(
            CudaBuffer.address(source),
            CudaBuffer.address(target),
            (long) CudaBuffer.BYTES * source.size());
  }
}
