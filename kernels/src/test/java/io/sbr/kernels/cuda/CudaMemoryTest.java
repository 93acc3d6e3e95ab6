package io.sbr.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.kernels.cuda.driver.CudaContext;
import io.sbr.kernels.cuda.driver.CudaException;
import io.sbr.kernels.cuda.driver.CudaProbe;
import io.sbr.kernels.cuda.engine.Blas.Factor;
import io.sbr.kernels.cuda.engine.BlasChoice;
import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.launch.Kernels;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.kernels.cuda.memory.DeviceMemory;
import io.sbr.kernels.testing.RequiresCuda;
import io.sbr.tensor.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Device memory, copies, and that nothing is left when a backend ends. */
@RequiresCuda
class CudaMemoryTest {
  @Test
  void nothingIsLeftAtTheEnd() {
    Emulator.assume();
    try (CudaEngine other = Emulator.engine("faults")) { // the last one's end would hide a leak
      List<Integer> before = Emulator.counts();
      CudaEngine engine = Emulator.engine("faults");
      List<Buffer> buffers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        buffers.add(engine.memory().allocate(100 * i));
      }
      assertThat(Emulator.counts()).isNotEqualTo(before);
      buffers.subList(0, 30).forEach(engine.memory()::release);
      engine.close();
      engine.close();
      assertThat(Emulator.counts()).as("with tensors that were not released").isEqualTo(before);
      buffers.subList(30, 50).forEach(engine.memory()::release);
      other.synchronise();
    }
  }

  @Test
  void aStartThatFailsLeavesNothing() {
    Emulator.assume();
    try (CudaEngine other = Emulator.engine("faults")) {
      List<Integer> before = Emulator.counts();
      assertThatThrownBy(() -> Emulator.engine("newer")).isInstanceOf(CudaException.class);
      assertThat(Emulator.counts()).as("without kernels").isEqualTo(before);
      System.setProperty(BlasChoice.PROPERTY, "own");
      CudaProbe.Device device = CudaProbe.result().device();
      assertThatThrownBy(() -> new CudaEngine(device, Kernels.FAMILIES, true))
          .hasMessageContaining("TF32 products need cuBLAS");
      assertThat(Emulator.counts()).as("without products").isEqualTo(before);
      other.synchronise();
    } finally {
      System.clearProperty(BlasChoice.PROPERTY);
    }
  }

  @Test
  void onRequestEachKernelAndProductIsWaitedFor() {
    Emulator.assume();
    System.setProperty(CudaContext.SYNC, "true");
    try (CudaEngine engine = Emulator.engine("faults");
        CudaEngine.Scratch x = engine.scratch(64)) {
      engine.launcher().kernel("fault_none").i32(0).pointer(0L).pointer(0L).grid(1, 64);
      assertThat(Emulator.count(Emulator.WAITING)).isZero();
      long a = x.address();
      engine.blas().gemm(1, 1, 1, 1, Factor.of(a, 1), Factor.of(a + 4, 1), 0, a + 8, 1);
      assertThat(Emulator.count(Emulator.WAITING)).isZero();
    } finally {
      System.clearProperty(CudaContext.SYNC);
    }
  }

  @Test
  void aSteadyStepAsksTheDriverForNothing() {
    Emulator.assume();
    try (CudaEngine engine = Emulator.engine("faults")) {
      Random random = new Random(1);
      int after = 0;
      for (int step = 0; step < 60; step++) {
        List<Buffer> buffers = new ArrayList<>();
        for (int tensor = 1; tensor <= 20; tensor++) {
          buffers.add(engine.memory().allocate(1000 * tensor + random.nextInt(100)));
        }
        buffers.forEach(engine.memory()::release);
        if (step == 29) {
          after = Emulator.count(Emulator.ALLOCATIONS);
        }
      }
      assertThat(Emulator.count(Emulator.ALLOCATIONS)).isEqualTo(after).isLessThan(40);
      assertThat(engine.memory().liveBytes()).isZero();
    }
  }

  @Test
  void classesHoldWhatIsAskedAndLittleMore() {
    for (long bytes = 0; bytes < 5000; bytes++) {
      long capacity = DeviceMemory.capacity(bytes);
      assertThat(capacity).isGreaterThanOrEqualTo(bytes).isLessThanOrEqualTo(512 + bytes * 5 / 4);
      assertThat(DeviceMemory.capacity(capacity)).isEqualTo(capacity);
    }
    assertThat(DeviceMemory.capacity(3L << 31)).isEqualTo(3L << 31);
  }

  @Test
  void copiesLargerThanTheStagingBlocksArrive() {
    try (CudaEngine engine = Emulator.engine("faults")) {
      int n = 5_000_001;
      int[] values = new Random(2).ints(n).toArray();
      int[] got = new int[n];
      try (CudaEngine.Scratch x = engine.scratch(4L * n)) {
        engine
            .staging()
            .write(
                x.address(),
                n,
                (part, from) -> part.asIntBuffer().put(values, from, part.remaining() / 4));
        engine
            .staging()
            .read(
                x.address(),
                n,
                (part, from) -> part.asIntBuffer().get(got, from, part.remaining() / 4));
        assertThat(got).isEqualTo(values);
        assertThat(engine.readInt(x.address() + 4L * (n - 1))).isEqualTo(values[n - 1]);
        engine.zero(x.address(), 8);
        assertThat(engine.readInt(x.address() + 4)).isZero();
        assertThat(engine.readInt(x.address() + 8)).isEqualTo(values[2]);
      }
    }
  }

  @Test
  void anArrayMayChangeAsSoonAsItIsWritten() {
    try (CudaEngine engine = Emulator.engine("faults")) {
      int[] array = new int[300_000];
      List<CudaEngine.Scratch> written = new ArrayList<>();
      for (int round = 0; round < 20; round++) {
        Arrays.fill(array, round);
        CudaEngine.Scratch x = engine.scratch(4L * array.length);
        engine
            .staging()
            .write(
                x.address(),
                array.length,
                (part, from) -> part.asIntBuffer().put(array, from, part.remaining() / 4));
        written.add(x);
      }
      for (int round = 0; round < 20; round++) {
        assertThat(engine.readInt(written.get(round).address())).isEqualTo(round);
        assertThat(engine.readInt(written.get(round).address() + 4L * 299_999)).isEqualTo(round);
        written.get(round).close();
      }
    }
  }

  @Test
  void useAfterTheEndIsRefused() {
    CudaEngine engine = Emulator.engine("faults");
    Buffer buffer = engine.memory().allocate(3);
    engine.close();
    assertThatThrownBy(() -> engine.memory().allocate(300)).hasMessageContaining("closed");
    engine.memory().release(buffer);
    assertThatThrownBy(() -> engine.memory().allocate(3)).hasMessageContaining("closed");
    assertThatThrownBy(() -> CudaBuffer.of(buffer).address()).hasMessageContaining("released");
  }

  @Test
  void moreMemoryThanThereIsIsRefusedWithTheSizes() {
    Emulator.assume();
    try (CudaEngine engine = Emulator.engine("faults")) {
      engine.scratch(10 << 20).close();
      engine.launcher().kernel("fault_none").i32(0).pointer(0L).pointer(0L).grid(1, 64);
      int kept = Emulator.count(Emulator.ALLOCATIONS);
      assertThatThrownBy(() -> engine.scratch(1L << 40))
          .isInstanceOf(CudaException.class)
          .hasMessageContaining("device memory of 1099511627776 bytes; tensors hold 0")
          .hasMessageContaining("CUDA_ERROR_OUT_OF_MEMORY")
          .hasMessageNotContaining("fault_none");
      assertThat(Emulator.count(Emulator.ALLOCATIONS))
          .as("first all is given back")
          .isLessThan(kept);
      engine.scratch(10 << 20).close(); // and the run could go on
    }
  }
}
