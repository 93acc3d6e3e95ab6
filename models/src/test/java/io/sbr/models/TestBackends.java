package io.sbr.models;

import io.sbr.kernels.cpu.CpuProvider;
import io.sbr.kernels.cuda.CudaProvider;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.tensor.Backend;
import java.util.List;
import java.util.function.Supplier;

/** The backends that models are tested on. */
public final class TestBackends {
  private TestBackends() {}

  /**
   * A way to start a backend.
   *
   * @param name for test reports
   * @param start makes a new one
   */
  public record Named(String name, Supplier<Backend> start) {
    /** Starts it; the caller closes it. */
    public Backend create() {
      return start.get();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Every backend that needs no device, in every form it can take on this machine. */
  public static List<Named> all() {
    return List.of(
        new Named("reference", ReferenceBackend::new),
        new Named("cpu with vectors", () -> cpu("vector", 2)),
        new Named("cpu with plain loops", () -> cpu("plain", 2)));
  }

  /** The GPU, for tests that require one. */
  public static Named cuda() {
    return new Named("cuda", () -> new CudaProvider().create(1));
  }

  /**
   * The cpu backend in one of its forms.
   *
   * @param simd {@code vector} or {@code plain}
   */
  public static Backend cpu(String simd, int threads) {
    return with("sbr.simd", simd, "auto", threads);
  }

  /** The cpu backend, which fills memory that changes hands with what no answer can hide. */
  public static Backend poisoned(int threads) {
    return with("sbr.cpu.poison", "true", "false", threads);
  }

  private static Backend with(String property, String value, String otherwise, int threads) {
    String before = System.getProperty(property, otherwise);
    System.setProperty(property, value);
    try {
      return new CpuProvider().create(threads);
    } finally {
      System.setProperty(property, before);
    }
  }
}
