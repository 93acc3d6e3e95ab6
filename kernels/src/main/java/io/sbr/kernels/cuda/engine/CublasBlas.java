package io.sbr.kernels.cuda.engine;

import io.sbr.kernels.cuda.driver.CudaContext;
import io.sbr.kernels.cuda.driver.CudaException;
import io.sbr.kernels.cuda.driver.NativeLibraries;
import io.sbr.kernels.cuda.memory.DeviceMemory;
import io.sbr.kernels.cuda.memory.DevicePointer;
import io.sbr.kernels.cuda.memory.PinnedMemory;
import java.util.function.IntSupplier;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import jcuda.jcublas.cublasOperation;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;

/** Products by cuBLAS. Where it finds no memory for its own use, ours that is unused goes first. */
final class CublasBlas implements Blas {
  private final CudaContext context;
  private final DeviceMemory memory;
  private final Blas own;
  private final cublasHandle handle = new cublasHandle();
  private final PinnedMemory factors;
  private final Pointer alphaPointer;
  private final Pointer betaPointer;
  private final String description;

  /**
   * Loads the library and starts it; needs the context on the calling thread.
   *
   * @param tf32 whether products may round their factors to TF32, ten bits of mantissa
   * @throws UnsatisfiedLinkError if it is not installed
   * @throws CudaException if it does not start
   */
  CublasBlas(CudaEngine engine, boolean tf32) {
    context = engine.context();
    memory = engine.memory();
    own = new KernelBlas(engine, "empty sums");
    String how = NativeLibraries.load(NativeLibraries.Binding.CUBLAS);
    factors = new PinnedMemory(2 * Float.BYTES);
    alphaPointer = factors.withByteOffset(0);
    betaPointer = factors.withByteOffset(Float.BYTES);
    try {
      check(JCublas2.cublasCreate(handle), "cublasCreate");
    } catch (CudaException e) {
      factors.free();
      throw e;
    }
    int[] version = {0};
    try {
      check(JCublas2.cublasGetVersion(handle, version), "cublasGetVersion");
      check(
          JCublas2.cublasSetStream(handle, new cudaStream_t(context.stream())), "cublasSetStream");
      if (tf32) {
        check(
            JCublas2.cublasSetMathMode(handle, cublasMath.CUBLAS_TF32_TENSOR_OP_MATH),
            "cublasSetMathMode");
      }
    } catch (CudaException e) {
      close();
      throw e;
    }
    description =
        "cuBLAS "
            + number(version[0])
            + (tf32 ? ", TF32" : "")
            + (how.isEmpty() ? "" : " (" + how + ")");
  }

  /** 120205 is 12.2.5, and 130000 13.0.0. */
  private static String number(int version) {
    return version / 10000 + "." + version / 100 % 100 + "." + version % 100;
  }

  @Override
  public void gemm(
      int m, int n, int k, double alpha, Factor a, Factor b, double beta, long c, int ldc) {
    if (m == 0 || n == 0) {
      return;
    }
    if (k == 0) { // of which NVIDIA's documentation says nothing
      own.gemm(m, n, k, alpha, a, b, beta, c, ldc);
      return;
    }
    context.enter();
    try {
      factors.bytes().putFloat(0, (float) alpha).putFloat(Float.BYTES, (float) beta);
      // cuBLAS counts by columns: what is C row by row is Cᵀ to it, and Cᵀ = op(B)ᵀ · op(A)ᵀ.
      IntSupplier product =
          () ->
              JCublas2.cublasSgemm(
                  handle,
                  operation(b.transposed()),
                  operation(a.transposed()),
                  n,
                  m,
                  k,
                  alphaPointer,
                  new DevicePointer(b.address()),
                  Math.max(1, b.stride()),
                  new DevicePointer(a.address()),
                  Math.max(1, a.stride()),
                  betaPointer,
                  new DevicePointer(c),
                  Math.max(1, ldc));
      int status = product.getAsInt();
      if (status == cublasStatus.CUBLAS_STATUS_ALLOC_FAILED) {
        memory.trim();
        status = product.getAsInt();
      }
      Started what = new Started(m, n, k);
      if (context.broken() || status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
        context.synchronise(what); // where an earlier kernel failed, the driver knows more
        check(status, what);
      }
      context.launched(what);
    } finally {
      context.leave();
    }
  }

  /** A product as messages name it; made into text only where one is needed. */
  private record Started(int m, int n, int k) {
    @Override
    public String toString() {
      return "cublasSgemm %d x %d x %d".formatted(m, n, k);
    }
  }

  private static int operation(boolean transpose) {
    return transpose ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
  }

  private static void check(int status, Object what) {
    if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
      throw new CudaException(what + ": " + cublasStatus.stringFor(status));
    }
  }

  /** It picks a kernel, and with it the order of a sum, by the shape of the whole product. */
  @Override
  public boolean batchInvariant() {
    return false;
  }

  @Override
  public String description() {
    return description;
  }

  /** Needs the context on the calling thread. */
  @Override
  public void close() {
    JCublas2.cublasDestroy(handle);
    factors.free();
  }
}
