package io.sbr.kernels.cuda.launch;

import io.sbr.kernels.cuda.driver.CudaContext;
import io.sbr.kernels.cuda.driver.CudaException;
import io.sbr.kernels.cuda.driver.Driver;
import io.sbr.kernels.cuda.driver.Nvrtc;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/**
 * The kernels by name. Each family is one {@code .cu} file and one PTX resource made of it, which
 * the driver compiles for its device. A driver that is too old for the PTX, or without a compiler
 * for it, gets machine code instead, compiled from the {@code .cu} text by NVRTC.
 */
public final class Kernels implements AutoCloseable {
  /** Base names, under {@code io/sbr/kernels/cuda/} in the jar. */
  public static final List<String> FAMILIES =
      List.of(
          "fill",
          "dense",
          "gemm",
          "ragged",
          "recurrent",
          "norm",
          "attention",
          "scorer",
          "head",
          "sampled",
          "optimizer");

  /** The driver's answers to PTX that machine code does away with. */
  private static final Set<Integer> WANTS_MACHINE_CODE =
      Set.of(
          CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU,
          CUresult.CUDA_ERROR_JIT_COMPILER_NOT_FOUND,
          CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION,
          CUresult.CUDA_ERROR_JIT_COMPILATION_DISABLED);

  private final CudaContext context;
  private final List<String> families;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, CUmodule> modules = new LinkedHashMap<>();
  private final Map<String, Kernel> loaded = new HashMap<>();

  /** Where a kernel is, and what it takes. */
  private record Entry(String family, Signature signature) {}

  /** A kernel ready to launch. */
  record Kernel(CUfunction function, Signature signature) {}

  /** The kernels of these families, loaded when first asked for. */
  public Kernels(CudaContext context, List<String> families) {
    this.context = context;
    this.families = families;
    for (String family : families) {
      Signature.of(text(family + ".ptx"))
          .forEach((name, signature) -> entries.put(name, new Entry(family, signature)));
    }
  }

  /**
   * Loads every kernel, while there is memory for their code, and to learn whether the driver takes
   * them all; needs {@link CudaContext#enter}.
   */
  public void load() {
    entries.keySet().forEach(this::find);
  }

  /** The kernel of that name; needs {@link CudaContext#enter}. */
  Kernel find(String name) {
    Kernel kernel = loaded.get(name);
    return kernel == null ? load(name) : kernel;
  }

  private Kernel load(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException("there is no kernel " + name + " in " + families);
    }
    CUfunction function = new CUfunction();
    context.check(
        JCudaDriver.cuModuleGetFunction(function, module(entry.family()), name),
        "kernel " + name + " of " + entry.family());
    Kernel kernel = new Kernel(function, entry.signature());
    loaded.put(name, kernel);
    return kernel;
  }

  private CUmodule module(String family) {
    CUmodule module = modules.get(family);
    if (module == null) {
      module = new CUmodule();
      int code = JCudaDriver.cuModuleLoadData(module, text(family + ".ptx"));
      if (WANTS_MACHINE_CODE.contains(code)) {
        byte[] binary = compile(family, Driver.error(code));
        code = JCudaDriver.cuModuleLoadData(module, binary);
      }
      context.check(code, "loading the kernels of " + family);
      modules.put(family, module);
    }
    return module;
  }

  private byte[] compile(String family, String refusal) {
    try {
      return Nvrtc.compile(family + ".cu", text(family + ".cu"), context.device().architecture());
    } catch (LinkageError | CudaException e) {
      throw new CudaException(
          "the driver does not take the kernels of %s, %s, and NVRTC cannot compile them (%s); install a newer driver or CUDA's NVRTC"
              .formatted(family, refusal, e.getMessage()));
    }
  }

  /** A resource under {@code io/sbr/kernels/cuda} in the jar. */
  static String text(String name) {
    try (InputStream in = Kernels.class.getResourceAsStream("/io/sbr/kernels/cuda/" + name)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Unloads everything; needs {@link CudaContext#enter}. */
  @Override
  public void close() {
    modules.values().forEach(JCudaDriver::cuModuleUnload);
  }
}
