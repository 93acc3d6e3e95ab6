package io.sbr.kernels.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/** Page-locked host memory, which the device reads and writes while Java goes on. */
final class PinnedMemory extends Pointer {
  private final ByteBuffer bytes;

  /** Needs the context on the calling thread. */
  PinnedMemory(int size) {
    Driver.check(JCudaDriver.cuMemAllocHost(this, size), "pinned memory of " + size + " bytes");
    bytes = getByteBuffer(0, size).order(ByteOrder.nativeOrder());
  }

  /** All of it. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** A view of some elements of four bytes. */
  ByteBuffer part(int from, int elements) {
    return bytes
        .slice(CudaBuffer.BYTES * from, CudaBuffer.BYTES * elements)
        .order(ByteOrder.nativeOrder());
  }

  long address() {
    return getNativePointer();
  }

  void free() {
    JCudaDriver.cuMemFreeHost(this);
  }
}
