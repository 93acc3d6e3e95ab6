package io.sbr.kernels.cuda;

import io.sbr.kernels.cuda.driver.CudaException;
import io.sbr.kernels.cuda.driver.CudaProbe;
import io.sbr.kernels.cuda.driver.Driver;
import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.launch.Kernels;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.kernels.cuda.memory.DevicePointer;
import io.sbr.tensor.Backend;
import io.sbr.tensor.BackendProvider;
import io.sbr.tensor.MatmulPrecision;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import jcuda.driver.JCudaDriver;

/** Offers the cuda backend, where the machine has a GPU and a driver for it. */
public final class CudaProvider implements BackendProvider {
  private static final double MIB = 1 << 20;

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public int preference() {
    return 20;
  }

  @Override
  public Optional<String> unavailable() {
    return CudaProbe.result().missing();
  }

  /** Starts it; it has no worker threads. */
  @Override
  public Backend create(int threads) {
    return create(threads, MatmulPrecision.FULL);
  }

  /**
   * Opens the context, loads all kernels and cuBLAS, and computes a small product.
   *
   * @throws IllegalStateException in one line that names what is missing or refused
   */
  @Override
  public Backend create(int threads, MatmulPrecision precision) {
    try {
      return new CudaBackend(start(precision == MatmulPrecision.TF32));
    } catch (CudaException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static CudaEngine start(boolean tf32) {
    CudaEngine engine = new CudaEngine(CudaProbe.result().device(), Kernels.FAMILIES, tf32);
    try {
      selfTest(engine);
      return engine;
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /**
   * A kernel of ours over a few blocks; of a product's rightness {@link
   * io.sbr.kernels.cuda.engine.BlasChoice} makes sure.
   */
  private static void selfTest(CudaEngine engine) {
    int n = 1000;
    try (CudaEngine.Scratch x = engine.scratch((long) CudaBuffer.BYTES * n)) {
      engine.launcher().kernel("fill").i32(n).f32(0.375).pointer(x.address()).grid(4, 256);
      for (int i : new int[] {0, 255, 256, n - 1}) {
        float got = engine.readFloat(DevicePointer.at(x.address(), i).address());
        if (got != 0.375f) {
          throw new CudaException(
              "the self-test kernel wrote %s for 0.375 at %d".formatted(got, i));
        }
      }
    }
  }

  @Override
  public Map<String, String> findings() {
    Map<String, String> findings = new LinkedHashMap<>();
    CudaProbe probe = CudaProbe.result();
    if (probe.missing().isPresent()) {
      findings.put("gpu", "not usable: " + probe.missing().get());
      return findings;
    }
    CudaProbe.Device device = probe.device();
    findings.put("gpu", device.name());
    findings.put("gpu_driver", "for CUDA " + device.driverVersion());
    findings.put(
        "gpu_capability",
        "%d.%d, %d multiprocessors"
            .formatted(
                device.capability() / 10, device.capability() % 10, device.multiprocessors()));
    try (CudaEngine engine = start(false)) {
      findings.put("gpu_memory", memory(engine));
      findings.put("gpu_products", engine.blas().description() + "; a small one is right");
      findings.put("gpu_kernels", "a small one is right");
    } catch (CudaException e) {
      findings.put("gpu_start", "FAILED: " + e.getMessage());
    }
    return findings;
  }

  private static String memory(CudaEngine engine) {
    long[] free = {0};
    long[] total = {0};
    engine.context().enter();
    try {
      Driver.check(JCudaDriver.cuMemGetInfo(free, total), "cuMemGetInfo");
    } finally {
      engine.context().leave();
    }
    return String.format(Locale.ROOT, "%.0f MiB, %.0f free", total[0] / MIB, free[0] / MIB);
  }
}
