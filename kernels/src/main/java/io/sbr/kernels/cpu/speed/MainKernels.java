package io.sbr.kernels.cpu.speed;

import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Ints;
import io.sbr.tensor.OptimizerKernels.AdamStep;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;

/**
 * What training and answering spend their time in, as calls of the contract: batches of 100 and
 * vectors of 100; the catalogue is as large as Diginetica's where memory is the limit, and fits the
 * cache where arithmetic is.
 */
final class MainKernels {
  private static final long SEED = 20;
  private static final int BATCH = 100;
  private static final int WIDTH = 100;
  private static final int SQUARE = 384;
  private static final int CACHED_ITEMS = 4800;
  private static final int ITEMS = 43_097;
  private static final int BEST = 20;
  private static final int ACTIVATIONS = 1 << 15;

  /** Of the cpu backend's sigmoid: 21 for the exponential, 3 more. */
  private static final int SIGMOID_FLOPS = 24;

  /** Read and written by Adam: weight, two moments; read: gradient. */
  private static final int ADAM_REALS = 7;

  private static final AdamStep STEP = new AdamStep(1e-3, 0.9, 0.999, 1e-8, 1e-5, 100);

  private final Backend backend;
  private final Arena arena;
  private int streams;

  private MainKernels(Arena arena) {
    this.arena = arena;
    backend = arena.backend();
  }

  /** All of them; their operands live in the arena. */
  static List<Kernel> on(Arena arena) {
    MainKernels kernels = new MainKernels(arena);
    return List.of(
        kernels.scores(),
        kernels.itemGradient(),
        kernels.square(),
        kernels.exponentials(),
        kernels.adam(),
        kernels.scan());
  }

  private Kernel scores() {
    Tensor sessions = random(BATCH, WIDTH);
    Tensor items = random(CACHED_ITEMS, WIDTH);
    Tensor out = arena.tensor(BATCH, CACHED_ITEMS);
    return new Kernel(
        "scores, 100x100 by (4800x100)T",
        Limit.ARITHMETIC,
        2.0 * BATCH * WIDTH * CACHED_ITEMS,
        0.25, // packing the items costs a quarter
        () -> backend.matmul(sessions, false, items, true, out, false));
  }

  private Kernel itemGradient() {
    Tensor scores = random(BATCH, CACHED_ITEMS);
    Tensor sessions = random(BATCH, WIDTH);
    Tensor out = arena.tensor(CACHED_ITEMS, WIDTH);
    return new Kernel(
        "item gradient, (100x4800)T by 100x100",
        Limit.ARITHMETIC,
        2.0 * BATCH * WIDTH * CACHED_ITEMS,
        0.35,
        () -> backend.matmul(scores, true, sessions, false, out, false));
  }

  private Kernel square() {
    Tensor a = random(SQUARE, SQUARE);
    Tensor b = random(SQUARE, SQUARE);
    Tensor out = arena.tensor(SQUARE, SQUARE);
    return new Kernel(
        "square, 384x384 by 384x384",
        Limit.ARITHMETIC,
        2.0 * SQUARE * SQUARE * SQUARE,
        0.4,
        () -> backend.matmul(a, false, b, false, out, false));
  }

  private Kernel exponentials() {
    Tensor x = random(1, ACTIVATIONS);
    Tensor out = arena.tensor(1, ACTIVATIONS);
    return new Kernel(
        "exponentials, sigmoid of 32768",
        Limit.ARITHMETIC,
        (double) SIGMOID_FLOPS * ACTIVATIONS,
        0.15,
        () -> backend.sigmoid(x, out));
  }

  private Kernel adam() {
    Tensor weights = random(ITEMS, WIDTH);
    Tensor first = arena.zeros(weights.shape());
    Tensor second = arena.zeros(weights.shape());
    Tensor gradient = random(ITEMS, WIDTH);
    List<GradientTerm> terms = List.of(new GradientTerm.Dense(gradient, 0));
    return new Kernel(
        "Adam, 43097x100",
        Limit.MEMORY,
        (double) ADAM_REALS * Float.BYTES * ITEMS * WIDTH,
        0.4,
        () -> backend.adam(weights, first, second, terms, STEP));
  }

  private Kernel scan() {
    Tensor items = random(ITEMS, WIDTH);
    Scorer dot = new Scorer.Dot(random(1, WIDTH), items);
    Scorer scorer =
        backend
            .packItems(items, arena)
            .<Scorer>map(packed -> new Scorer.Packed(dot, packed))
            .orElse(dot);
    Ints noOffsets = arena.copyOf(new int[2]);
    Ints nothing = arena.ints(0);
    Ints best = arena.ints(BEST);
    Tensor scores = arena.tensor(1, BEST);
    return new Kernel(
        "one session's best 20 of 43097",
        Limit.MEMORY,
        (double) Float.BYTES * ITEMS * WIDTH,
        0.35,
        () -> backend.topK(scorer, BEST, noOffsets, nothing, best, scores));
  }

  private Tensor random(int rows, int cols) {
    Tensor tensor = arena.tensor(rows, cols);
    backend.uniform(tensor, -1, 1, SEED, streams++);
    return tensor;
  }
}
