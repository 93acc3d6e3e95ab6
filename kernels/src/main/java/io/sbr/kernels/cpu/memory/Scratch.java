package io.sbr.kernels.cpu.memory;

import java.util.function.Consumer;

/**
 * Working memory of one thread, reused from call to call so that a steady training step allocates
 * nothing. Each slot has one user at a time: a kernel that calls another must know which slots that
 * one takes.
 */
public final class Scratch {
  private static final ThreadLocal<Scratch> OWN = ThreadLocal.withInitial(Scratch::new);

  /** What the memory is for. */
  public enum Slot {
    /** Packed panels of a product's right side. */
    PANELS,
    /** A product, or the part of one that sticks out over the edge, before it is copied in. */
    EDGE,
    /** The last rows of a product's left side, where its columns stand together. */
    LEFT_ROWS,
    /** Exponentials that sigmoid and tanh are made of. */
    EXPONENTIALS,
    /** A tile of scores. */
    TILE,
    /** A tile of a gradient. */
    GRADIENT,
    /** Right side of a product, before it is packed; factors of a tile of scores. */
    FACTORS,
    /** A row: one number for each session of a tile, for each key of a query, for each column. */
    ROW,
    /** Another. */
    SECOND_ROW,
    /** And another. */
    THIRD_ROW,
    /** Items of a tile turned, panel after panel. */
    TURNED_ITEMS,
    /** Items of a tile with rows of whole vectors. */
    PADDED_ITEMS,
    /** What the items of a tile and some nodes have to do with each other, one row per node. */
    NODE_ROWS,
    /** One number for each item of a tile. */
    ITEM_ROW,
    /** Another. */
    SECOND_ITEM_ROW,
    /** And another. */
    THIRD_ITEM_ROW,
    /** Random words of a dropout. */
    RANDOM_WORDS,
    /** The numbers of one vector. */
    LANES,
    /** What the sums of each slab of items are scaled by. */
    SLAB_FACTORS,
    /** The scores that each slab of items refers its exponentials to. */
    SLAB_REFERENCES,
    /** Sessions' vectors, scaled and packed, and for which tile they are. */
    SCALED_SESSIONS,
    /** What each slab of items has summed up, in double precision. */
    SLAB_SUMS
  }

  private final float[][] slots = new float[Slot.values().length][0];
  private final double[][] doubles = new double[Slot.values().length][0];
  private final long[][] longs = new long[Slot.values().length][0];

  /** What a slot was filled for, if it was {@link #filled}. */
  private final Object[] owners = new Object[slots.length];

  private Scratch() {}

  /** The calling thread's memory for a purpose: at least {@code length} numbers, of any content. */
  public static float[] floats(Slot slot, int length) {
    return OWN.get().take(slot, length);
  }

  /**
   * The same with content that all tasks of a region share, made once by every thread that takes
   * part.
   *
   * @param owner for whom it is filled; another one than last time
   */
  public static float[] filled(Slot slot, int length, Object owner, Consumer<float[]> fill) {
    Scratch own = OWN.get();
    int i = slot.ordinal();
    if (own.owners[i] != owner) {
      fill.accept(own.take(slot, length));
      own.owners[i] = owner;
    }
    return own.slots[i];
  }

  private float[] take(Slot slot, int length) {
    int i = slot.ordinal();
    owners[i] = null;
    if (slots[i].length < length) {
      slots[i] = new float[Math.max(length, 2 * slots[i].length)];
    }
    return slots[i];
  }

  /** The same in double precision; the memory is another. */
  public static double[] doubles(Slot slot, int length) {
    double[][] slots = OWN.get().doubles;
    int i = slot.ordinal();
    if (slots[i].length < length) {
      slots[i] = new double[Math.max(length, 2 * slots[i].length)];
    }
    return slots[i];
  }

  /** The same of whole numbers; the memory is another. */
  public static long[] longs(Slot slot, int length) {
    long[][] slots = OWN.get().longs;
    int i = slot.ordinal();
    if (slots[i].length < length) {
      slots[i] = new long[Math.max(length, 2 * slots[i].length)];
    }
    return slots[i];
  }
}
