package io.sbr.kernels.cuda.engine;

import io.sbr.kernels.cuda.Emulator;
import io.sbr.kernels.cuda.driver.CudaException;
import io.sbr.kernels.cuda.engine.Blas.Factor;

/** A program that plays one scene on the emulated device and says what went wrong in each step. */
public final class RunEngine {
  private static final int LARGE = 56 << 20;

  private RunEngine() {}

  /** The scene is a system property: next, close or memory. */
  public static void main(String[] args) {
    String scene = System.getProperty("scene");
    CudaEngine engine = Emulator.engine("faults");
    if (scene.equals("memory")) {
      memory(engine);
    } else {
      fault(engine);
      if (scene.equals("next")) {
        step("next", () -> launch(engine, "fault_none", 0, 0));
        step("again", engine::synchronise);
      }
    }
    step("close", engine::close);
    System.out.println("left: " + Emulator.counts());
  }

  /** A kernel that fails, which nobody waits for. */
  private static void fault(CudaEngine engine) {
    launch(engine, "fault_past_the_end", 60, engine.scratch(4 * 60).address());
  }

  private static void launch(CudaEngine engine, String kernel, int n, long x) {
    engine.launcher().kernel(kernel).i32(n).pointer(x).pointer(x).grid(1, 64);
  }

  /** Products while most of the memory is kept for later, while it is used, and when it is not. */
  private static void memory(CudaEngine engine) {
    System.out.println(engine.blas().description());
    try (CudaEngine.Scratch x = engine.scratch(64)) {
      engine.scratch(LARGE).close();
      step("memory kept", () -> product(engine, x.address()));
      CudaEngine.Scratch large = engine.scratch(LARGE);
      step("memory used", () -> product(engine, x.address()));
      large.close();
      step("memory given", () -> product(engine, x.address()));
    }
  }

  private static void product(CudaEngine engine, long a) {
    engine.blas().gemm(1, 1, 1, 1, Factor.of(a, 1), Factor.of(a + 4, 1), 0, a + 8, 1);
  }

  private static void step(String name, Runnable step) {
    try {
      step.run();
      System.out.println(name + ": nothing");
    } catch (CudaException e) {
      System.out.println(name + ": " + e.getMessage());
    }
  }
}
