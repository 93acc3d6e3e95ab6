package io.sbr.kernels.cuda.driver;

import java.util.Arrays;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;

/** NVIDIA's run-time compiler: from {@code .cu} text to machine code, past the driver's limit. */
public final class Nvrtc {
  private Nvrtc() {}

  /**
   * Compiles for one architecture.
   *
   * @param architecture such as {@code sm_75}
   * @return a cubin, for cuModuleLoadData
   * @throws UnsatisfiedLinkError if the compiler is not installed
   * @throws CudaException with its words if it refuses the text
   */
  public static byte[] compile(String file, String text, String architecture) {
    NativeLibraries.load(NativeLibraries.Binding.NVRTC);
    nvrtcProgram program = new nvrtcProgram();
    check(JNvrtc.nvrtcCreateProgram(program, text, file, 0, null, null), file, "");
    try {
      String[] options = {"--gpu-architecture=" + architecture};
      int code = JNvrtc.nvrtcCompileProgram(program, options.length, options);
      String[] log = {""};
      JNvrtc.nvrtcGetProgramLog(program, log);
      check(code, file, ": " + String.join(" ", Arrays.asList(log)));
      long[] size = {0};
      check(JNvrtc.nvrtcGetCUBINSize(program, size), file, "");
      byte[] cubin = new byte[(int) size[0]];
      check(JNvrtc.nvrtcGetCUBIN(program, cubin), file, "");
      return cubin;
    } finally {
      JNvrtc.nvrtcDestroyProgram(program);
    }
  }

  private static void check(int code, String file, String log) {
    if (code != 0) {
      throw new CudaException(file + ": " + JNvrtc.nvrtcGetErrorString(code) + log);
    }
  }
}
