package io.sbr.kernels.cuda.driver;

import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** From the driver's result codes to exceptions. */
public final class Driver {
  private Driver() {}

  /**
   * Does nothing where {@code code} means success.
   *
   * @param what was being done, for the message
   */
  public static void check(int code, String what) {
    if (code != CUresult.CUDA_SUCCESS) {
      throw new CudaException(what + ": " + error(code));
    }
  }

  /** The error's name and what the driver says about it. */
  public static String error(int code) {
    String[] name = {null};
    String[] text = {null};
    JCudaDriver.cuGetErrorName(code, name);
    JCudaDriver.cuGetErrorString(code, text);
    return (name[0] == null ? "CUDA error " + code : name[0])
        + (text[0] == null ? "" : " (" + text[0] + ")");
  }
}
