package io.sbr.kernels.cuda.memory;

import io.sbr.kernels.cuda.driver.Driver;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/** Page-locked host memory, which the device reads and writes while Java goes on. */
public final class PinnedMemory extends Pointer {
  private final ByteBuffer bytes;

  /** Needs the context on the calling thread. */
  public PinnedMemory(int size) {
    Driver.check(JCudaDriver.cuMemAllocHost(this, size), "pinned memory of " + size + " bytes");
    bytes = getByteBuffer(0, size).order(ByteOrder.nativeOrder());
  }

  /** All of it. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** A view of some elements of four bytes. */
  ByteBuffer part(int from, int elements) {
    return bytes
        .slice(CudaBuffer.BYTES * from, CudaBuffer.BYTES * elements)
        .order(ByteOrder.nativeOrder());
  }

  /** Its address on the host. */
  public long address() {
    return getNativePointer();
  }

  /** Gives it back to the driver. */
  public void free() {
    JCudaDriver.cuMemFreeHost(this);
  }
}
