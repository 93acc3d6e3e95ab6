package io.sbr.kernels.cuda.memory;

import io.sbr.kernels.cuda.driver.CudaContext;
import io.sbr.tensor.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/**
 * Device memory by size class, four classes to each doubling. What is released is kept for the next
 * of its class, so that a training step whose batches differ a little in size soon needs the driver
 * no more, which would wait for the device each time. A block may be handed on while a kernel still
 * works on it: whatever comes next comes after it on the one stream.
 *
 * <p>With {@code -Dsbr.cuda.separate=true} each block is asked of the driver in its exact size and
 * given back to it, so that tools that guard the driver's allocations see a tensor's bounds.
 */
public final class DeviceMemory implements AutoCloseable {
  /** The system property that takes each tensor from the driver. */
  public static final String SEPARATE = "sbr.cuda.separate";

  private static final long SMALLEST = 512;

  private final boolean separate = Boolean.getBoolean(SEPARATE);
  private final CudaContext context;
  private final AtomicLong live = new AtomicLong();

  /** What nobody uses, by size; it also guards {@link #taken}. */
  private final Map<Long, Deque<Block>> free = new TreeMap<>();

  private final Set<Block> taken = new HashSet<>();

  /** Memory of a context's device. */
  public DeviceMemory(CudaContext context) {
    this.context = context;
  }

  /** A tensor's or vector's memory. */
  public Buffer allocate(int elements) {
    long bytes = (long) CudaBuffer.BYTES * elements;
    Buffer buffer = new CudaBuffer(take(bytes), elements);
    live.addAndGet(bytes);
    return buffer;
  }

  /** Gives it back. */
  public void release(Buffer buffer) {
    CudaBuffer cuda = CudaBuffer.of(buffer);
    give(cuda.release());
    live.addAndGet(-CudaBuffer.BYTES * cuda.length());
  }

  /** Bytes of all buffers in use, as asked for. */
  public long liveBytes() {
    return live.get();
  }

  /** A block of at least {@code bytes} bytes. */
  public Block take(long bytes) {
    long capacity = separate ? Math.max(1, bytes) : capacity(bytes);
    synchronized (free) {
      Deque<Block> blocks = free.get(capacity);
      if (blocks != null && !blocks.isEmpty()) {
        return taken(blocks.pop());
      }
    }
    context.enter();
    try {
      DevicePointer pointer = new DevicePointer();
      int code = JCudaDriver.cuMemAlloc(pointer, capacity);
      if (code == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
        trim();
        code = JCudaDriver.cuMemAlloc(pointer, capacity);
      }
      context.check(code, code == 0 ? "" : wanted(capacity));
      synchronized (free) {
        return taken(new Block(pointer.address(), capacity));
      }
    } finally {
      context.leave();
    }
  }

  private Block taken(Block block) {
    taken.add(block);
    return block;
  }

  private String wanted(long bytes) {
    long[] left = {0};
    long[] total = {0};
    JCudaDriver.cuMemGetInfo(left, total);
    return "device memory of %d bytes; tensors hold %d, the device has %d free of %d"
        .formatted(bytes, live.get(), left[0], total[0]);
  }

  /** Ends a {@link #take}; does nothing where {@link #close} has done so. */
  public void give(Block block) {
    synchronized (free) {
      if (!taken.remove(block)) {
        return;
      }
      if (!separate) {
        keep(block);
        return;
      }
    }
    free(block);
  }

  private void keep(Block block) {
    free.computeIfAbsent(block.bytes(), size -> new ArrayDeque<>()).push(block);
  }

  /** Waits first: that the driver does so itself is its habit and not its promise. */
  private void free(Block block) {
    context.enter();
    try {
      int code = JCudaDriver.cuStreamSynchronize(context.stream());
      if (code == CUresult.CUDA_SUCCESS) {
        code = JCudaDriver.cuMemFree(new DevicePointer(block.address()));
      }
      if (!context.broken()) {
        context.check(code, "giving back device memory of " + block.bytes() + " bytes");
      }
    } finally {
      context.leave();
    }
  }

  /** Gives every block that nobody uses back to the driver. */
  public void trim() {
    List<Block> unused = new ArrayList<>();
    synchronized (free) {
      free.values().forEach(unused::addAll);
      free.clear();
    }
    unused.forEach(this::free);
  }

  /**
   * Gives everything back, tensors too that somebody still holds: no operation takes them any more,
   * and while others use the device its context, and with it their memory, would go on.
   */
  @Override
  public void close() {
    synchronized (free) {
      taken.forEach(this::keep);
      taken.clear();
    }
    trim();
  }

  /** The least size that is a quarter step between powers of two and holds {@code bytes}. */
  public static long capacity(long bytes) {
    if (bytes <= SMALLEST) {
      return SMALLEST;
    }
    long step = Long.highestOneBit(bytes - 1) / 4;
    return (bytes + step - 1) / step * step;
  }
}
