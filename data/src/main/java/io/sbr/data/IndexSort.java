package io.sbr.data;

import java.util.Arrays;

/** Stable merge sort of indices, without a boxed object per index. */
public final class IndexSort {
  /** Compares what two indices stand for. */
  @FunctionalInterface
  public interface Order {
    /** Negative, 0 or positive as in a comparator. */
    int compare(int a, int b);
  }

  private IndexSort() {}

  /** Sorts {@code indices[from, to)}; equal ones keep their order. */
  public static void sort(int[] indices, int from, int to, Order order) {
    if (!sorted(indices, from, to, order)) {
      sort(indices, Arrays.copyOfRange(indices, from, to), from, 0, to - from, order);
    }
  }

  // Logs are mostly in order already, and one look is cheaper than a sort.
  private static boolean sorted(int[] indices, int from, int to, Order order) {
    for (int i = from + 1; i < to; i++) {
      if (order.compare(indices[i - 1], indices[i]) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Sorts {@code target[base + low, base + high)}, which {@code scratch[low, high)} mirrors. */
  private static void sort(int[] target, int[] scratch, int base, int low, int high, Order order) {
    if (high - low < 2) {
      return;
    }
    int middle = (low + high) >>> 1;
    sort(target, scratch, base, low, middle, order);
    sort(target, scratch, base, middle, high, order);
    System.arraycopy(target, base + low, scratch, low, high - low);
    int left = low;
    int right = middle;
    for (int i = low; i < high; i++) {
      boolean takeLeft =
          right == high || (left < middle && order.compare(scratch[left], scratch[right]) <= 0);
      target[base + i] = takeLeft ? scratch[left++] : scratch[right++];
    }
  }
}
