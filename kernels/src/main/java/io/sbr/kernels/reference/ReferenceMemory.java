package io.sbr.kernels.reference;

import io.sbr.kernels.Shapes;
import io.sbr.tensor.Buffer;
import io.sbr.tensor.Ints;
import io.sbr.tensor.MemoryKernels;
import io.sbr.tensor.Philox;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** Memory of the reference backend: {@code double[]} and {@code int[]}, counted. */
abstract class ReferenceMemory implements MemoryKernels {
  private final AtomicLong liveBytes = new AtomicLong();

  @Override
  public Buffer allocate(int elements) {
    liveBytes.addAndGet((long) elements * Double.BYTES);
    return new HostBuffer<>(new double[elements], elements, Double.BYTES);
  }

  @Override
  public Buffer allocateInts(int elements) {
    liveBytes.addAndGet((long) elements * Integer.BYTES);
    return new HostBuffer<>(new int[elements], elements, Integer.BYTES);
  }

  @Override
  public void release(Buffer buffer) {
    liveBytes.addAndGet(-HostBuffer.host(buffer).release());
  }

  @Override
  public long liveBytes() {
    return liveBytes.get();
  }

  @Override
  public void write(float[] source, Tensor target) {
    Shapes.transfer("write", source.length, target.size());
    double[] values = HostBuffer.of(target);
    for (int i = 0; i < source.length; i++) {
      values[target.offset() + i] = source[i];
    }
  }

  @Override
  public void write(double[] source, Tensor target) {
    Shapes.transfer("write", source.length, target.size());
    System.arraycopy(source, 0, HostBuffer.of(target), target.offset(), source.length);
  }

  @Override
  public void write(int[] source, Ints target) {
    Shapes.transfer("write", source.length, target.length());
    System.arraycopy(source, 0, HostBuffer.of(target), 0, source.length);
  }

  @Override
  public void read(Tensor source, float[] target) {
    Shapes.transfer("read", target.length, source.size());
    double[] values = HostBuffer.of(source);
    for (int i = 0; i < target.length; i++) {
      target[i] = (float) values[source.offset() + i];
    }
  }

  @Override
  public void read(Tensor source, double[] target) {
    Shapes.transfer("read", target.length, source.size());
    System.arraycopy(HostBuffer.of(source), source.offset(), target, 0, target.length);
  }

  @Override
  public void read(Ints source, int[] target) {
    Shapes.transfer("read", target.length, source.length());
    System.arraycopy(HostBuffer.of(source), 0, target, 0, target.length);
  }

  @Override
  public void fill(Tensor target, double value) {
    int begin = target.offset();
    Arrays.fill(HostBuffer.of(target), begin, begin + target.size(), value);
  }

  @Override
  public void copy(Tensor source, Tensor target) {
    Shapes.sameSize("copy", source, target);
    System.arraycopy(
        HostBuffer.of(source),
        source.offset(),
        HostBuffer.of(target),
        target.offset(),
        source.size());
  }

  @Override
  public void uniform(Tensor target, double low, double high, long seed, long stream) {
    double[] values = HostBuffer.of(target);
    for (int i = 0; i < target.size(); i++) {
      values[target.offset() + i] = low + (high - low) * Philox.uniform(seed, stream, i);
    }
  }

  @Override
  public boolean allFinite(Tensor x) {
    double[] values = HostBuffer.of(x);
    for (int i = 0; i < x.size(); i++) {
      if (!Double.isFinite(values[x.offset() + i])) {
        return false;
      }
    }
    return true;
  }
}
