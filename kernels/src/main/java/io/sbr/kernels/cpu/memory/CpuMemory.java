package io.sbr.kernels.cpu.memory;

import io.sbr.tensor.Buffer;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * Java arrays behind the contract's opaque buffers. A released array goes back to a pool by size
 * class, sixteen classes to each doubling, and serves whoever next asks for as much or little less;
 * so a training step whose batches differ a little in size soon finds everything it needs there.
 * Whenever a new array has to be made a smaller one is let go, so that batches that become larger
 * and larger leave no trail; so is what nobody asked for during many steps. The pool keeps at most
 * a quarter of the heap.
 *
 * <p>With the system property {@code sbr.cpu.poison=true}, memory is filled with NaN whenever it
 * changes hands, so that a kernel that reads what nobody wrote gives itself away.
 */
public final class CpuMemory {
  private static final int BYTES = 4;
  private static final int SMALLEST = 64;
  private static final int LARGEST = Integer.MAX_VALUE - 16;

  /** Size classes to a doubling: an array is at most a sixteenth longer than asked for when new. */
  private static final int STEPS = 16;

  private static final int CLASSES = STEPS * Integer.SIZE;

  /** An array serves whoever asks for so many classes less: two thirds of its length. */
  private static final int SHARED = STEPS / 2;

  /** How often an array is asked for between looks at which ones are idle: some 200 steps. */
  private static final int PATIENCE = 1 << 16;

  private final boolean poison = Boolean.getBoolean("sbr.cpu.poison");
  private final AtomicLong live = new AtomicLong();
  private final AtomicLong pooled = new AtomicLong();
  private final long limit = Runtime.getRuntime().maxMemory() / 4;
  private final Pool<float[]> floats = new Pool<>(float[]::new);
  private final Pool<int[]> ints = new Pool<>(int[]::new);

  /** An array in use; {@code data} may be longer than asked for and is null once released. */
  private static final class Memory<T> implements Buffer {
    private final int length;
    private volatile T data;

    Memory(T data, int length) {
      this.data = data;
      this.length = length;
    }

    @Override
    public long length() {
      return length;
    }
  }

  /** An array of at least so many floats, zeroed by whoever needs that. */
  public Buffer allocate(int elements) {
    live.addAndGet((long) BYTES * elements);
    return new Memory<>(borrow(elements), elements);
  }

  /** An array of exactly so many integers. */
  public Buffer allocateInts(int elements) {
    live.addAndGet((long) BYTES * elements);
    int[] data = ints.take(elements);
    if (poison) {
      Arrays.fill(data, Integer.MIN_VALUE);
    }
    return new Memory<>(data, elements);
  }

  /** Takes an array back. */
  public void release(Buffer buffer) {
    Object data = data(buffer);
    ((Memory<?>) buffer).data = null;
    live.addAndGet(-BYTES * buffer.length());
    if (data instanceof float[] array) {
      giveBack(array);
    } else if (data instanceof int[] array) {
      if (poison) {
        Arrays.fill(array, Integer.MIN_VALUE);
      }
      ints.give(array, array.length);
    }
  }

  /** Bytes of all buffers in use, as asked for. */
  public long liveBytes() {
    return live.get();
  }

  /** An array of at least that length and any content, for a kernel's own use. */
  public float[] borrow(int elements) {
    float[] data = floats.take(elements);
    if (poison) {
      Arrays.fill(data, Float.NaN);
    }
    return data;
  }

  /** Ends a {@link #borrow}. */
  public void giveBack(float[] array) {
    if (poison) {
      Arrays.fill(array, Float.NaN);
    }
    floats.give(array, array.length);
  }

  /** The array behind a tensor, which begins in it at {@link Tensor#offset()}. */
  public static float[] floats(Tensor tensor) {
    return (float[]) data(tensor.buffer());
  }

  /** The array behind integers. */
  public static int[] ints(Ints ints) {
    return (int[]) data(ints.buffer());
  }

  private static Object data(Buffer buffer) {
    if (!(buffer instanceof Memory<?> memory)) {
      throw new IllegalArgumentException("a buffer of another backend was given to cpu");
    }
    Object data = memory.data;
    if (data == null) {
      throw new IllegalStateException("use of a released buffer of " + memory.length);
    }
    return data;
  }

  /** Free arrays of one element type, by size class. */
  private final class Pool<T> {
    private final IntFunction<T> make;
    private final List<ArrayDeque<T>> free = new ArrayList<>();

    /** Of each class, the fewest that were free at any moment since the last look. */
    private final int[] idle = new int[CLASSES];

    private int asked;

    Pool(IntFunction<T> make) {
      this.make = make;
      for (int i = 0; i < CLASSES; i++) {
        free.add(new ArrayDeque<>());
      }
    }

    T take(int elements) {
      int capacity = capacity(elements);
      T array = takeFree(sizeClass(capacity));
      return array == null ? make.apply(capacity) : array;
    }

    /** The smallest free array of this class or one not much larger, or null. */
    private synchronized T takeFree(int wanted) {
      if (++asked == PATIENCE) {
        asked = 0;
        forgetIdle();
      }
      int end = Math.min(wanted + SHARED, CLASSES);
      for (int i = wanted; i < end; i++) {
        T array = poll(i);
        if (array != null) {
          return array;
        }
      }
      forgetSmaller(wanted);
      return null;
    }

    private T poll(int sizeClass) {
      ArrayDeque<T> arrays = free.get(sizeClass);
      T array = arrays.pollFirst();
      if (array != null) {
        pooled.addAndGet(-bytes(sizeClass));
        idle[sizeClass] = Math.min(idle[sizeClass], arrays.size());
      }
      return array;
    }

    /** Lets go of an array that will not be missed: the new one can serve in its place. */
    private void forgetSmaller(int wanted) {
      int end = Math.max(-1, wanted - SHARED);
      for (int i = wanted - 1; i > end; i--) {
        if (poll(i) != null) {
          return;
        }
      }
    }

    void give(T array, int capacity) {
      int to = sizeClass(capacity);
      if (pooled.addAndGet(bytes(to)) > limit) {
        pooled.addAndGet(-bytes(to));
        return;
      }
      synchronized (this) {
        free.get(to).addFirst(array);
      }
    }

    /** Lets go of the arrays that stayed free since the last look. */
    private void forgetIdle() {
      for (int i = 0; i < CLASSES; i++) {
        ArrayDeque<T> arrays = free.get(i);
        for (; idle[i] > 0; idle[i]--) {
          arrays.removeLast();
          pooled.addAndGet(-bytes(i));
        }
        idle[i] = arrays.size();
      }
    }
  }

  /** The least size that is a sixteenth step between powers of two and holds {@code elements}. */
  static int capacity(int elements) {
    if (elements <= SMALLEST) {
      return SMALLEST;
    }
    int step = Integer.highestOneBit(elements - 1) / STEPS;
    long rounded = ((long) elements + step - 1) / step * step;
    return (int) Math.min(rounded, LARGEST);
  }

  private static int sizeClass(int capacity) {
    if (capacity == LARGEST) {
      return CLASSES - 1;
    }
    int power = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(capacity);
    return STEPS * power + (capacity >>> (power - 4)) % STEPS;
  }

  /** Of an array of that class. */
  private static long bytes(int sizeClass) {
    int power = sizeClass / STEPS;
    return BYTES * ((long) (STEPS + sizeClass % STEPS) << power - 4);
  }
}
