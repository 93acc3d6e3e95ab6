package io.sbr.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.kernels.cuda.driver.CudaException;
import io.sbr.kernels.cuda.driver.CudaProbe;
import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.launch.Launch;
import io.sbr.kernels.cuda.memory.DeviceMemory;
import io.sbr.kernels.testing.RequiresCuda;
import java.util.Arrays;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Planted faults: what the tests of the real kernels rely on being noticed is noticed. */
@RequiresCuda
class EmulatorFaultsTest {
  private static final int N = 64;

  private CudaEngine engine;

  @BeforeEach
  void start() {
    Emulator.assume();
    System.setProperty(DeviceMemory.SEPARATE, "true");
    engine = Emulator.engine("faults");
  }

  /** A fault makes a context useless for the process; a new one is as good as ever. */
  @AfterEach
  void stop() {
    System.clearProperty(DeviceMemory.SEPARATE);
    if (engine != null) {
      engine.close();
      JCudaDriver.cuDevicePrimaryCtxReset(CudaProbe.result().device().handle());
    }
  }

  /** Doubles 1 … n by a kernel. */
  private float[] doubled(String kernel, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = i + 1;
    }
    float[] got = new float[n];
    try (CudaEngine.Scratch x = engine.scratch(4L * n);
        CudaEngine.Scratch y = engine.scratch(4L * n)) {
      engine.staging().write(x.address(), n, (part, from) -> part.asFloatBuffer().put(values));
      engine.launcher().kernel(kernel).i32(n).pointer(x.address()).pointer(y.address()).grid(1, N);
      engine.staging().read(y.address(), n, (part, from) -> part.asFloatBuffer().get(got));
    }
    return got;
  }

  private static float[] right(int n) {
    float[] want = new float[n];
    for (int i = 0; i < n; i++) {
      want[i] = 2 * (i + 1);
    }
    return want;
  }

  @Test
  void theRightKernelIsRight() {
    assertThat(doubled("fault_none", 60)).isEqualTo(right(60));
    assertThat(doubled("fault_none", N)).isEqualTo(right(N));
  }

  @Test
  void aWriteOutOfBoundsEndsTheRunWithTheKernelsName() {
    assertThatThrownBy(() -> doubled("fault_past_the_end", 60))
        .isInstanceOf(CudaException.class)
        .hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS")
        .hasMessageContaining("fault_past_the_end<<<1, 64>>>");
  }

  @Test
  void soDoesOneOfManyBlocks() {
    int n = 4 * N - 4;
    long x = engine.scratch(4 * n).address();
    engine.launcher().kernel("fault_past_the_end").i32(n).pointer(x).pointer(x).grid(4, N);
    assertThatThrownBy(engine::synchronise)
        .isInstanceOf(CudaException.class)
        .hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS")
        .hasMessageContaining("fault_past_the_end<<<4, 64>>>");
  }

  @Test
  void anErrorStays() {
    assertThatThrownBy(() -> doubled("fault_past_the_end", 60)).isInstanceOf(CudaException.class);
    assertThatThrownBy(() -> doubled("fault_none", N))
        .isInstanceOf(CudaException.class)
        .hasMessageContaining("fault_past_the_end");
  }

  @Test
  void aFailureThatNobodyWaitedForIsToldAtTheEnd() {
    long x = engine.scratch(4 * 60).address();
    engine.launcher().kernel("fault_past_the_end").i32(60).pointer(x).pointer(x).grid(1, N);
    assertThatThrownBy(engine::close)
        .isInstanceOf(CudaException.class)
        .hasMessageContaining("fault_past_the_end<<<1, 64>>>");
    assertThat(engine.context().closed()).isTrue();
  }

  @Test
  void anUnwrittenOutputIsNotWhatItShouldBe() {
    float[] got = doubled("fault_unwritten", 60);
    assertThat(Arrays.copyOf(got, 59)).isEqualTo(right(59));
    assertThat(Float.floatToRawIntBits(got[59])).isEqualTo(0xEEEEEEEE);
  }

  @Test
  void aMissingBarrierGivesWrongNumbers() {
    assertThat(doubled("fault_no_barrier", N)).isNotEqualTo(right(N));
  }

  @Test
  void aDivergentBarrierEndsTheRun() {
    assertThatThrownBy(() -> doubled("fault_divergent_barrier", N))
        .isInstanceOf(CudaException.class)
        .hasMessageContaining("barrier")
        .hasMessageContaining("fault_divergent_barrier");
  }

  @Test
  void argumentsThatDoNotFitAreRefused() {
    Launch tooFew = engine.launcher().kernel("fault_none").i32(1).pointer(0L);
    assertThatThrownBy(() -> tooFew.grid(1, N))
        .hasMessage("kernel fault_none takes (4, 8, 8 bytes), not (4, 8 bytes)");
    Launch tooNarrow = engine.launcher().kernel("fault_none").i32(1).pointer(0L).f32(0);
    assertThatThrownBy(() -> tooNarrow.grid(1, N)).hasMessageContaining("not (4, 8, 4 bytes)");
    assertThatThrownBy(() -> engine.launcher().kernel("nothing").grid(1, N))
        .hasMessageContaining("no kernel nothing");
  }

  @Test
  void anEmptyGridIsNothing() {
    engine.launcher().kernel("fault_none").i32(0).pointer(0L).pointer(0L).grid(0, N);
    engine.synchronise();
  }

  @Test
  void aRefusedLaunchNamesKernelAndSizes() {
    Launch launch = engine.launcher().kernel("fault_none").i32(0).pointer(0L).pointer(0L);
    assertThatThrownBy(() -> launch.grid(1, 5000))
        .hasMessageContaining("fault_none<<<1, 5000>>>: CUDA_ERROR_INVALID_VALUE");
  }
}
