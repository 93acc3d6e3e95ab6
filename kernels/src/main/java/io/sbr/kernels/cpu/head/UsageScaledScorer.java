package io.sbr.kernels.cpu.head;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Shape;
import io.sbr.tensor.Tensor;
import java.util.Arrays;

/**
 * score = (E·Sᵀ) ⊙ F. F is Σ_k ω_k for whatever a session does not list, so a tile of it is one
 * number everywhere and some corrections.
 */
final class UsageScaledScorer extends CorrectedScorer<DotScorer> {
  /** A session's listed item: entry {@code entry}, of item {@code item}. */
  interface Visit {
    void entry(int entry, int item);
  }

  private final int[] offsets;
  private final int[] items;
  private final Tensor boosts;
  private final float[] weights;
  private final Shape weightShape;

  /** Σ_k ω_k. */
  private final float base;

  /** F of each entry. */
  private final float[] factors;

  UsageScaledScorer(Scorer.UsageScaled scorer, ItemTable table, Engine engine) {
    super(new DotScorer(checked(scorer).sessions(), table, engine), engine);
    Scorer.Usage usage = scorer.usage();
    offsets = CpuMemory.ints(usage.offsets());
    items = CpuMemory.ints(usage.items());
    boosts = usage.boosts();
    weights = scorer.weights().toFloats();
    weightShape = scorer.weights().shape();
    float sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    base = sum;
    factors = engine.memory().borrow(entries());
    engine.forRows(
        entries(),
        weights.length,
        (from, to) -> {
          for (int e = from; e < to; e++) {
            factors[e] = factor(e);
          }
        });
  }

  private static Scorer.UsageScaled checked(Scorer.UsageScaled scorer) {
    int[] offsets = CpuMemory.ints(scorer.usage().offsets());
    int[] items = CpuMemory.ints(scorer.usage().items());
    Shapes.usage(offsets, items, scorer.sessionCount(), scorer.itemCount());
    return scorer;
  }

  /** Σ_k ω_k·(1 + boost_k) of an entry; with no boost it has the bits of {@link #base}. */
  private float factor(int entry) {
    float sum = 0;
    for (int k = 0; k < weights.length; k++) {
      sum = Math.fma(weights[k], 1 + boost(entry, k), sum);
    }
    return sum;
  }

  /** boost_k of an entry. */
  float boost(int entry, int k) {
    return CpuMemory.floats(boosts)[boosts.offset() + entry * weights.length + k];
  }

  /** Σ_k ω_k·boost_k: how much an entry's F is above the base. */
  float extra(int entry) {
    float sum = 0;
    for (int k = 0; k < weights.length; k++) {
      sum = Math.fma(weights[k], boost(entry, k), sum);
    }
    return sum;
  }

  /** Σ_k ω_k. */
  float base() {
    return base;
  }

  /** Shape of ω: K numbers. */
  Shape weightShape() {
    return weightShape;
  }

  /** Number of statistics, K. */
  int statistics() {
    return weights.length;
  }

  /** The products before they are scaled. */
  DotScorer dot() {
    return others;
  }

  /** Number of entries of all sessions. */
  int entries() {
    return offsets[sessions()];
  }

  /** Visits those entries of a session whose items are in {@code [from, to)}. */
  void forEntries(int session, int from, int to, Visit visit) {
    int end = offsets[session + 1];
    for (int e = first(session, from); e < end && items[e] < to; e++) {
      visit.entry(e, items[e]);
    }
  }

  /** The first entry of a session whose item is not below {@code item}. */
  private int first(int session, int item) {
    int found = Arrays.binarySearch(items, offsets[session], offsets[session + 1], item);
    return found < 0 ? ~found : found;
  }

  @Override
  public void fill(int from, int to, float[] tile, int at) {
    others.fill(from, to, tile, at);
    int size = (to - from) * width();
    float[] scale = Scratch.floats(Slot.FACTORS, size);
    Arrays.fill(scale, 0, size, base);
    for (int b = 0; b < sessions(); b++) {
      int column = b;
      forEntries(
          b, from, to, (entry, item) -> scale[(item - from) * width() + column] = factors[entry]);
    }
    engine.loops().multiply(tile, at, scale, 0, tile, at, size);
  }

  @Override
  public void rows(int from, int to, float[] tile, int at) {
    others.rows(from, to, tile, at);
    int stride = TileScorer.stride(to - from);
    float[] scale = Scratch.floats(Slot.FACTORS, stride);
    for (int b = 0; b < sessions(); b++) {
      Arrays.fill(scale, 0, stride, base);
      forEntries(b, from, to, (entry, item) -> scale[item - from] = factors[entry]);
      int row = at + b * stride;
      engine.loops().multiply(tile, row, scale, 0, tile, row, stride);
    }
  }

  @Override
  public float score(int session, int item) {
    int entry = first(session, item);
    boolean listed = entry < offsets[session + 1] && items[entry] == item;
    return others.score(session, item) * (listed ? factors[entry] : base);
  }

  @Override
  public ScoreGradient way(Arena arena) {
    return new UsageScaledGradient(this, engine);
  }

  @Override
  public void close() {
    engine.memory().giveBack(factors);
    super.close();
  }
}
