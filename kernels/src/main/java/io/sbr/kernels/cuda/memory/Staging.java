package io.sbr.kernels.cuda.memory;

import io.sbr.kernels.cuda.driver.CudaContext;
import io.sbr.kernels.cuda.driver.CudaException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;

/**
 * Between Java arrays and the device. What is written is copied into pinned memory and goes on from
 * there while Java builds the next batch; the pinned blocks form a ring, and a block is used again
 * when the event behind its last copy says that the device has it. What is read is waited for.
 */
public final class Staging implements AutoCloseable {
  private static final int BLOCKS = 4;
  private static final int ELEMENTS = 1 << 18;

  /** Moves a part of an array, from element {@code from}; as much as {@code part} has room for. */
  public interface Mover {
    /** Moves a part that begins at element {@code from}. */
    void move(ByteBuffer part, int from);
  }

  /** A pinned block, and an event behind the last copy out of it. */
  private record Slot(PinnedMemory memory, CUevent sent) {}

  private final CudaContext context;
  private final List<Slot> ring = new ArrayList<>();
  private final PinnedMemory back;
  private int current;
  private int used;

  /** Needs the context on the calling thread. */
  public Staging(CudaContext context) {
    this.context = context;
    back = new PinnedMemory(CudaBuffer.BYTES * ELEMENTS);
    try {
      for (int i = 0; i < BLOCKS; i++) {
        ring.add(slot());
      }
    } catch (CudaException e) {
      close();
      throw e;
    }
  }

  private Slot slot() {
    CUevent sent = new CUevent();
    context.check(
        JCudaDriver.cuEventCreate(sent, CUevent_flags.CU_EVENT_DISABLE_TIMING), "an event");
    try {
      return new Slot(new PinnedMemory(CudaBuffer.BYTES * ELEMENTS), sent);
    } catch (CudaException e) {
      JCudaDriver.cuEventDestroy(sent);
      throw e;
    }
  }

  /** Copies elements to the device; the array may change as soon as this returns. */
  public void write(long address, int elements, Mover fill) {
    context.enter();
    try {
      for (int from = 0; from < elements; ) {
        int part = Math.min(elements - from, ELEMENTS);
        if (used + part > ELEMENTS) {
          advance();
        }
        fill.move(memory().part(used, part), from);
        context.check(
            JCudaDriver.cuMemcpyHtoDAsync(
                DevicePointer.at(address, from),
                memory().withByteOffset((long) CudaBuffer.BYTES * used),
                (long) CudaBuffer.BYTES * part,
                context.stream()),
            "writing " + elements + " elements to the device");
        used += part;
        from += part;
      }
    } finally {
      context.leave();
    }
  }

  private PinnedMemory memory() {
    return ring.get(current).memory();
  }

  /** Marks the end of this block's copies and takes the next, once its own have arrived. */
  private void advance() {
    context.check(
        JCudaDriver.cuEventRecord(ring.get(current).sent(), context.stream()), "cuEventRecord");
    current = (current + 1) % BLOCKS;
    used = 0;
    context.check(
        JCudaDriver.cuEventSynchronize(ring.get(current).sent()), "waiting for a copy's end");
  }

  /** Waits for the stream and copies elements from the device. */
  public void read(long address, int elements, Mover empty) {
    String what = "reading " + elements + " elements from the device";
    context.enter();
    try {
      for (int from = 0; from < elements; from += ELEMENTS) {
        int part = Math.min(elements - from, ELEMENTS);
        context.check(
            JCudaDriver.cuMemcpyDtoHAsync(
                back,
                DevicePointer.at(address, from),
                (long) CudaBuffer.BYTES * part,
                context.stream()),
            what);
        context.synchronise(what);
        empty.move(back.part(0, part), from);
      }
    } finally {
      context.leave();
    }
  }

  @Override
  public void close() {
    ring.forEach(
        slot -> {
          slot.memory().free();
          JCudaDriver.cuEventDestroy(slot.sent());
        });
    back.free();
  }
}
