package io.sbr.kernels.cuda.memory;

import jcuda.driver.CUdeviceptr;

/** A device address that Java may look at and make. */
public final class DevicePointer extends CUdeviceptr {
  /** To be filled in by the driver. */
  public DevicePointer() {}

  /** An address on the device. */
  public DevicePointer(long address) {
    super(new CUdeviceptr(), address);
  }

  /** Where element {@code index} of an array lies that begins at {@code address}. */
  public static DevicePointer at(long address, int index) {
    return new DevicePointer(address + (long) CudaBuffer.BYTES * index);
  }

  /** The address as a number. */
  public long address() {
    return getNativePointer() + getByteOffset();
  }
}
