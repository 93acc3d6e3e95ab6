package io.sbr.kernels.cuda;

import jcuda.driver.CUdeviceptr;

/** A device address that Java may look at and make. */
final class DevicePointer extends CUdeviceptr {
  /** To be filled in by the driver. */
  DevicePointer() {}

  DevicePointer(long address) {
    super(new CUdeviceptr(), address);
  }

  /** Where element {@code index} of an array lies that begins at {@code address}. */
  static DevicePointer at(long address, int index) {
    return new DevicePointer(address + (long) CudaBuffer.BYTES * index);
  }

  long address() {
    return getNativePointer() + getByteOffset();
  }
}
