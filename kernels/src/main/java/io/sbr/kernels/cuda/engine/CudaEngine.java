package io.sbr.kernels.cuda.engine;

import io.sbr.kernels.cuda.driver.CudaContext;
import io.sbr.kernels.cuda.driver.CudaException;
import io.sbr.kernels.cuda.driver.CudaProbe;
import io.sbr.kernels.cuda.launch.Kernels;
import io.sbr.kernels.cuda.launch.Launcher;
import io.sbr.kernels.cuda.memory.Block;
import io.sbr.kernels.cuda.memory.DeviceMemory;
import io.sbr.kernels.cuda.memory.DevicePointer;
import io.sbr.kernels.cuda.memory.Staging;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import jcuda.driver.JCudaDriver;

/**
 * What all kernels of one backend share: the context, memory, copies, launches and products. Every
 * operation is put on one stream and takes effect in the order of the calls; only reads wait.
 */
public final class CudaEngine implements AutoCloseable {
  private final CudaContext context;
  private final DeviceMemory memory;
  private final Staging staging;
  private final Launcher launcher;
  private final Blas blas;

  /** How to end what was begun, the latest first. */
  private final Deque<Runnable> ends = new ArrayDeque<>();

  /** Device memory for a kernel's own use; content undefined. Given back on close. */
  public interface Scratch extends AutoCloseable {
    /** Where it begins; a multiple of 256. */
    long address();

    @Override
    void close();
  }

  /**
   * Starts everything.
   *
   * @param families names of the PTX resources
   * @param tf32 whether cuBLAS may round factors to TF32
   * @throws CudaException in one line, if the driver or its device refuse something
   */
  public CudaEngine(CudaProbe.Device device, List<String> families, boolean tf32) {
    context = new CudaContext(device);
    ends.push(context::close);
    context.enter();
    try {
      memory = new DeviceMemory(context);
      ends.push(memory::close);
      staging = new Staging(context);
      ends.push(staging::close);
      Kernels kernels = new Kernels(context, families);
      ends.push(kernels::close);
      kernels.load();
      launcher = new Launcher(context, kernels);
      ends.push(launcher::close);
      blas = BlasChoice.start(this, tf32);
      ends.push(blas::close);
    } catch (RuntimeException e) {
      giveBack(null);
      throw e;
    } finally {
      context.leave();
    }
  }

  /** Device and stream. */
  public CudaContext context() {
    return context;
  }

  /** Memory on the device. */
  public DeviceMemory memory() {
    return memory;
  }

  /** Copies between host and device. */
  public Staging staging() {
    return staging;
  }

  /** Launches kernels by name. */
  public Launcher launcher() {
    return launcher;
  }

  /** Dense products. */
  public Blas blas() {
    return blas;
  }

  /** Device memory of at least that many bytes, aligned to 256. */
  public Scratch scratch(long bytes) {
    Block block = memory.take(bytes);
    return new Scratch() {
      @Override
      public long address() {
        return block.address();
      }

      @Override
      public void close() {
        memory.give(block);
      }
    };
  }

  /** Number of multiprocessors. */
  public int multiprocessors() {
    return context.device().multiprocessors();
  }

  /** Sets bytes to zero. */
  public void zero(long address, long bytes) {
    if (bytes > 0) {
      context.enter();
      try {
        context.check(
            JCudaDriver.cuMemsetD8Async(
                new DevicePointer(address), (byte) 0, bytes, context.stream()),
            "zeroing " + bytes + " bytes");
      } finally {
        context.leave();
      }
    }
  }

  /** Copies bytes on the device. */
  public void copy(long source, long target, long bytes) {
    if (bytes > 0) {
      context.enter();
      try {
        context.check(
            JCudaDriver.cuMemcpyDtoDAsync(
                new DevicePointer(target), new DevicePointer(source), bytes, context.stream()),
            "copying " + bytes + " bytes on the device");
      } finally {
        context.leave();
      }
    }
  }

  /** Waits for the stream and reads one integer. */
  public int readInt(long address) {
    int[] value = {0};
    staging.read(address, 1, (part, from) -> value[0] = part.getInt());
    return value[0];
  }

  /** Waits for the stream and reads one number. */
  public float readFloat(long address) {
    return Float.intBitsToFloat(readInt(address));
  }

  /** Waits until everything asked for is done. */
  public void synchronise() {
    context.enter();
    try {
      context.synchronise("waiting for the device");
    } finally {
      context.leave();
    }
  }

  /**
   * Waits for what was asked for and gives everything back, while no other thread gets in between.
   * Closing twice does nothing.
   *
   * @throws CudaException if work that nobody has waited for failed; all is given back even then
   */
  @Override
  public synchronized void close() {
    if (context.closed()) {
      return;
    }
    CudaException late = null;
    try {
      context.enter();
    } catch (CudaException e) {
      late = e;
      context.enter(); // which now has told what it had to
    }
    try {
      if (!context.broken()) { // else somebody has been told
        context.synchronise("waiting for the last of the work");
      }
    } catch (CudaException e) {
      late = e;
    } finally {
      late = giveBack(late);
      context.leave();
    }
    if (late != null) {
      throw late;
    }
  }

  /**
   * Ends everything, whatever goes wrong.
   *
   * @param late what went wrong before, or null
   * @return the first that went wrong, or null
   */
  private CudaException giveBack(CudaException late) {
    CudaException first = late;
    while (!ends.isEmpty()) {
      try {
        ends.pop().run();
      } catch (CudaException e) {
        first = first == null ? e : first;
      }
    }
    return first;
  }
}
