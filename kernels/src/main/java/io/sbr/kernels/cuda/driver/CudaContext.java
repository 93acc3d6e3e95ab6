package io.sbr.kernels.cuda.driver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import jcuda.driver.CUcontext;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * The device's primary context and the one stream on which everything happens, in the order of the
 * calls. A context belongs to threads of the operating system, so whoever calls the driver stands
 * between {@link #enter} and {@link #leave}: one thread at a time, and bound to the context.
 */
public final class CudaContext implements AutoCloseable {
  /** The system property that waits after each kernel and product. */
  public static final String SYNC = "sbr.cuda.sync";

  /** Launches that a late error may come from. */
  private static final int REMEMBERED = 8;

  private final boolean sync = Boolean.getBoolean(SYNC);
  private final ReentrantLock lock = new ReentrantLock();
  private final CudaProbe.Device device;
  private final CUcontext context = new CUcontext();
  private final CUstream stream = new CUstream();
  private final Deque<Object> launches = new ArrayDeque<>();
  private String failure;
  private volatile boolean closed;

  /** A context on a device, with a stream. */
  public CudaContext(CudaProbe.Device device) {
    this.device = device;
    Driver.check(
        JCudaDriver.cuDevicePrimaryCtxRetain(context, device.handle()),
        "a context on " + device.name());
    try {
      Driver.check(JCudaDriver.cuCtxSetCurrent(context), "cuCtxSetCurrent");
      Driver.check(
          JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "a stream");
    } catch (CudaException e) {
      JCudaDriver.cuDevicePrimaryCtxRelease(device.handle());
      throw e;
    }
  }

  /** The device. */
  public CudaProbe.Device device() {
    return device;
  }

  /** The one stream, on which everything is in order. */
  public CUstream stream() {
    return stream;
  }

  /**
   * Waits for other threads, then binds this one. Each is followed by a {@link #leave}, unless it
   * throws. The driver may answer with the error of an earlier kernel, which is told once; then the
   * way is free, for whoever gives things back.
   */
  public void enter() {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the cuda backend is closed");
      }
      int code = JCudaDriver.cuCtxSetCurrent(context);
      if (code != CUresult.CUDA_SUCCESS && failure == null) {
        check(code, "cuCtxSetCurrent");
      }
    } catch (RuntimeException e) {
      lock.unlock();
      throw e;
    }
  }

  /** Lets other threads in. */
  public void leave() {
    lock.unlock();
  }

  /**
   * Throws where {@code code} is an error, and whatever it is after an earlier one: an error stays,
   * since after most nothing that the device holds can be trusted. As kernels run after their
   * launch has returned, the message names the latest ones. Only a lack of memory is the call's
   * own, and does not stay.
   */
  public void check(int code, Object what) {
    if (failure != null) {
      throw new CudaException("after an earlier failure: " + failure);
    }
    if (code != CUresult.CUDA_SUCCESS) {
      String text = what + ": " + Driver.error(code);
      if (code != CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
        text += suspects();
        failure = text;
      }
      throw new CudaException(text);
    }
  }

  private String suspects() {
    return launches.isEmpty()
        ? ""
        : launches.stream()
            .map(Object::toString)
            .collect(Collectors.joining(", ", "; kernels since the last wait, latest first: ", ""));
  }

  /** Whether an error has made the context useless. */
  public boolean broken() {
    return failure != null;
  }

  /**
   * Remembers a launch until the next wait, for the message of an error; with {@code
   * -Dsbr.cuda.sync=true} waits at once, so that the error names the one that made it.
   */
  public void launched(Object kernel) {
    if (launches.size() == REMEMBERED) {
      launches.removeLast();
    }
    launches.addFirst(kernel);
    if (sync) {
      synchronise(kernel);
    }
  }

  /** Waits until all is done that was asked for; needs {@link #enter}. */
  public void synchronise(Object what) {
    check(JCudaDriver.cuStreamSynchronize(stream), what);
    launches.clear();
  }

  /** Ends the stream; the primary context ends with its last user. Tells of no error any more. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      JCudaDriver.cuCtxSetCurrent(context);
      JCudaDriver.cuStreamSynchronize(stream);
      JCudaDriver.cuStreamDestroy(stream);
      JCudaDriver.cuDevicePrimaryCtxRelease(device.handle());
    } finally {
      leave();
    }
  }

  /** Whether {@link #close} has been called. */
  public boolean closed() {
    return closed;
  }
}
