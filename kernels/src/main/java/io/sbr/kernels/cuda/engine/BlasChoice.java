package io.sbr.kernels.cuda.engine;

import io.sbr.kernels.cuda.driver.CudaException;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import java.nio.ByteBuffer;

/** Chooses who computes products, once, and only after a small product came out right. */
public final class BlasChoice {
  /** {@code -Dsbr.cuda.blas=own} does without cuBLAS. */
  public static final String PROPERTY = "sbr.cuda.blas";

  private static final int N = 4;

  private BlasChoice() {}

  /**
   * cuBLAS where it loads and computes right; else our own kernel, whose description says why.
   *
   * @param tf32 whether TF32 is asked for, which only cuBLAS has
   * @throws CudaException if it is asked for and there is no cuBLAS, or no product is right
   */
  static Blas start(CudaEngine engine, boolean tf32) {
    if (System.getProperty(PROPERTY, "auto").equals("own")) {
      return own(engine, tf32, "as asked for");
    }
    Blas cublas = null;
    try {
      cublas = new CublasBlas(engine, tf32);
      verify(engine, cublas);
      return cublas;
    } catch (LinkageError e) {
      String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return own(engine, tf32, "no cuBLAS: " + first);
    } catch (CudaException e) {
      if (cublas != null) {
        cublas.close();
      }
      return own(engine, tf32, e.getMessage());
    }
  }

  private static Blas own(CudaEngine engine, boolean tf32, String reason) {
    if (tf32) {
      throw new CudaException("TF32 products need cuBLAS; " + reason);
    }
    Blas own = new KernelBlas(engine, reason);
    verify(engine, own);
    return own;
  }

  /** A product of small whole numbers, exact in any precision and order. */
  private static void verify(CudaEngine engine, Blas blas) {
    float[] a = new float[N * N];
    float[] b = new float[N * N];
    for (int i = 0; i < N * N; i++) {
      a[i] = i % 5 - 2;
      b[i] = i % 7 - 3;
    }
    long bytes = (long) CudaBuffer.BYTES * N * N;
    float[] got = new float[N * N];
    try (CudaEngine.Scratch left = engine.scratch(bytes);
        CudaEngine.Scratch right = engine.scratch(bytes);
        CudaEngine.Scratch out = engine.scratch(bytes)) {
      engine.staging().write(left.address(), N * N, (part, from) -> floats(part, a));
      engine.staging().write(right.address(), N * N, (part, from) -> floats(part, b));
      Blas.Factor rows = Blas.Factor.of(left.address(), N);
      Blas.Factor columns = Blas.Factor.transposed(right.address(), N);
      blas.gemm(N, N, N, 1, rows, columns, 0, out.address(), N);
      engine.staging().read(out.address(), N * N, (part, from) -> part.asFloatBuffer().get(got));
    }
    for (int i = 0; i < N * N; i++) {
      float want = 0;
      for (int k = 0; k < N; k++) {
        want += a[i / N * N + k] * b[i % N * N + k];
      }
      if (got[i] != want) {
        throw new CudaException(
            "%s computed %s for %s in a product of %d x %d"
                .formatted(blas.description(), got[i], want, N, N));
      }
    }
  }

  private static void floats(ByteBuffer part, float[] values) {
    part.asFloatBuffer().put(values);
  }
}
