package io.sbr.tensor;

/**
 * Counter-based random numbers: Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as
 * 1, 2, 3", SC 2011). The n-th number of a stream is a function of (seed, stream, n), so every
 * thread and every device computes the same one, in any order, and there is no state to save.
 */
public final class Philox {
  private static final int M0 = 0xD2511F53;
  private static final int M1 = 0xCD9E8D57;
  private static final int WEYL0 = 0x9E3779B9;
  private static final int WEYL1 = 0xBB67AE85;
  private static final int ROUNDS = 10;

  private Philox() {}

  /**
   * The 32 random bits at {@code index} of a stream: word {@code index mod 4} of the block with
   * counter (⌊index/4⌋, stream) under the key {@code seed}.
   */
  public static int bits(long seed, long stream, long index) {
    return word((int) (index & 3), index >>> 2, stream, seed);
  }

  /** Word 0 … 3 of the block with the 128-bit counter (low, high), as the paper defines it. */
  static int word(int word, long low, long high, long key) {
    int c0 = (int) low;
    int c1 = (int) (low >>> 32);
    int c2 = (int) high;
    int c3 = (int) (high >>> 32);
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = (M0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
      long p1 = (M1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c1 = (int) p1;
      c3 = (int) p0;
      k0 += WEYL0;
      k1 += WEYL1;
    }
    return switch (word) { // not an array: the compiler does not always keep it off the heap
      case 0 -> c0;
      case 1 -> c1;
      case 2 -> c2;
      default -> c3;
    };
  }

  /** A number in [0, 1): the upper 24 bits, exact in single precision on every device. */
  public static float uniform(long seed, long stream, long index) {
    return unit(bits(seed, stream, index));
  }

  /**
   * The numbers {@link #uniform(long, long, long)} of the indices {@code first} … {@code first + n
   * − 1}, four from each block, into {@code out} from index {@code at} on.
   */
  public static void uniform(long seed, long stream, long first, float[] out, int at, int n) {
    int i = 0;
    for (; i < n && (first + i & 3) != 0; i++) {
      out[at + i] = uniform(seed, stream, first + i);
    }
    for (; i <= n - 4; i += 4) {
      // The words of a block in registers: three quarters of the time that they take in an array.
      long low = first + i >>> 2;
      int c0 = (int) low;
      int c1 = (int) (low >>> 32);
      int c2 = (int) stream;
      int c3 = (int) (stream >>> 32);
      int k0 = (int) seed;
      int k1 = (int) (seed >>> 32);
      for (int round = 0; round < ROUNDS; round++) {
        long p0 = (M0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
        long p1 = (M1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
        c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
        c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
        c1 = (int) p1;
        c3 = (int) p0;
        k0 += WEYL0;
        k1 += WEYL1;
      }
      out[at + i] = unit(c0);
      out[at + i + 1] = unit(c1);
      out[at + i + 2] = unit(c2);
      out[at + i + 3] = unit(c3);
    }
    for (; i < n; i++) {
      out[at + i] = uniform(seed, stream, first + i);
    }
  }

  private static float unit(int bits) {
    return (bits >>> 8) * 0x1p-24f;
  }

  /** A whole number in [0, bound), by multiplication; the bias is below bound / 2³². */
  public static int below(int bound, long seed, long stream, long index) {
    return (int) (((bits(seed, stream, index) & 0xFFFFFFFFL) * bound) >>> 32);
  }

  /** A random permutation of 0 … length−1 (Fisher and Yates, from the end). */
  public static int[] permutation(int length, long seed, long stream) {
    int[] order = new int[length];
    for (int i = 0; i < length; i++) {
      order[i] = i;
    }
    for (int i = length - 1; i > 0; i--) {
      int j = below(i + 1, seed, stream, i);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }
}
