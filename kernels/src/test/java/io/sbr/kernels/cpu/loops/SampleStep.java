package io.sbr.kernels.cpu.loops;

import io.sbr.kernels.cpu.CpuBackend;
import io.sbr.kernels.cpu.SampleHeads;
import io.sbr.tensor.Arena;
import io.sbr.tensor.AttentionKernels.Attention;
import io.sbr.tensor.AttentionKernels.AttentionBackward;
import io.sbr.tensor.Backend;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Ints;
import io.sbr.tensor.OptimizerKernels.AdamStep;
import io.sbr.tensor.Philox;
import io.sbr.tensor.RecurrentKernels.GruBackward;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Shape;
import io.sbr.tensor.Tensor;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A training step in small, made of every kind of kernel, as one hash of all results: products,
 * GRU, attention, softmax loss with Adam, ranks and top-k under every scorer, norm, pooling and
 * clipping. As a program it prints the hash, so that another JVM can be asked for its bits.
 */
public final class SampleStep {
  private SampleStep() {}

  /** Arguments: vector or plain, threads, sessions, items, width. */
  public static void main(String[] args) {
    Loops loops = args[0].equals("vector") ? new VectorLoops() : new PlainLoops();
    int[] n = Arrays.stream(args).skip(1).mapToInt(Integer::parseInt).toArray();
    try (Backend backend = new CpuBackend(loops, n[0])) {
      System.out.println(hash(backend, n[1], n[2], n[3]));
    }
  }

  public static String hash(Backend backend, int sessions, int items, int d) {
    try (Arena arena = new Arena(backend)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Tensor result : results(backend, arena, sessions, items, d)) {
        for (float value : result.toFloats()) {
          digest.update(ByteBuffer.allocate(4).putInt(Float.floatToRawIntBits(value)).array());
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Tensor> results(Backend backend, Arena arena, int b, int items, int d) {
    Tensor table = random(arena, 1, items + 1, d);
    Tensor h = random(arena, 2, b, d);
    Tensor gi = random(arena, 3, b, 3 * d);
    Tensor gh = arena.tensor(b, 3 * d);
    backend.matmul(h, false, random(arena, 4, 3 * d, d), true, gh, false);
    Tensor gates = arena.tensor(b, 3 * d);
    Tensor state = arena.tensor(b, d);
    backend.gruCell(gi, gh, h, gates, state);

    // Attention over segments of two rows.
    int[] offsets = new int[b / 2 + 1];
    Arrays.setAll(offsets, s -> s == b / 2 ? b : 2 * s);
    Segments segments = new Segments(b / 2, b, arena.copyOf(offsets), arena.ints(b));
    Tensor weights = arena.tensor(b, 1);
    backend.rowDots(state, h, weights);
    backend.segmentSoftmax(weights, segments, weights);
    Tensor mixed = arena.tensor(b, d);
    backend.scaleRows(state, weights, mixed);
    backend.sigmoid(mixed, mixed);

    int[] targets = new int[b];
    Arrays.setAll(targets, s -> Philox.below(items, 7, 0, s));
    Ints wanted = arena.copyOf(targets);
    Scorer scorer = new Scorer.Dot(mixed, table.rowRange(1, items + 1));
    var loss = backend.softmaxCrossEntropy(scorer, wanted, true, arena);
    Tensor dMixed = arena.tensor(b, d);
    backend.toDense(List.of(loss.gradients().get(0)), dMixed);
    Tensor dgi = arena.tensor(b, 3 * d);
    Tensor dgh = arena.tensor(b, 3 * d);
    Tensor dh = arena.tensor(b, d);
    backend.gruCellBackward(new GruBackward(gates, gh, h, dMixed, dgi, dgh, dh));
    Tensor dWeights = arena.tensor(3 * d, d);
    backend.matmul(dgh, true, h, false, dWeights, false);

    Ints ranks = arena.ints(b);
    backend.ranks(scorer, wanted, ranks);
    Tensor best = arena.tensor(b, 5);
    Ints bestItems = arena.ints(b * 5);
    backend.topK(scorer, 5, arena.copyOf(new int[b + 1]), arena.ints(0), bestItems, best);

    Tensor first = arena.zeros(table.shape());
    Tensor second = arena.zeros(table.shape());
    GradientTerm gradient = loss.gradients().get(1).shifted(1);
    backend.adam(
        table, first, second, List.of(gradient), new AdamStep(1e-3, 0.9, 0.999, 1e-8, 1e-5, 1));
    List<Tensor> results = new ArrayList<>();
    results.addAll(List.of(state, loss.loss(), dMixed, dgi, dgh, dh, dWeights));
    results.addAll(List.of(floats(arena, ranks), best, floats(arena, bestItems)));
    results.addAll(List.of(table, first, second));
    results.addAll(SampleHeads.results(arena, mixed, table.rowRange(1, items + 1), targets));
    results.addAll(layers(backend, arena, table));
    results.addAll(SampleHeads.results(arena, mixed, table.rowRange(1, items + 1), targets));
    return results;
  }

  /** Norm, attention with dropout, pooling and clipping over segments of up to 40 rows. */
  private static List<Tensor> layers(Backend backend, Arena arena, Tensor x) {
    int n = x.rows();
    int d = x.cols();
    Tensor row = random(arena, 21, 1, d);
    Tensor statistics = arena.tensor(n, 2);
    Tensor h = arena.tensor(n, d);
    backend.layerNorm(x, row, row, 1e-5, statistics, h);
    int[] offsets = new int[(n + 39) / 40 + 1];
    Arrays.setAll(offsets, s -> Math.min(n, 40 * s));
    int[] ids = new int[n];
    Arrays.setAll(ids, r -> r / 40);
    Segments segments =
        new Segments(offsets.length - 1, n, arena.copyOf(offsets), arena.copyOf(ids));
    Attention how = new Attention(2, true, 0.1, 5, 6);
    Tensor logSums = arena.tensor(n, 2);
    Tensor out = arena.tensor(n, d);
    backend.attention(x, h, x, segments, how, logSums, out);
    Tensor dq = arena.tensor(n, d);
    Tensor dk = arena.tensor(n, d);
    Tensor dv = arena.tensor(n, d);
    backend.attentionBackward(
        segments, how, new AttentionBackward(x, h, x, logSums, out, h, dq, dk, dv));
    Tensor dots = arena.tensor(n, 2);
    backend.headDots(out, row, dots);
    Tensor scores = arena.tensor(n, 1);
    backend.headMean(dots, scores);
    Tensor keep = arena.tensor(n, 1);
    backend.fill(keep, 1);
    int[] counts = new int[segments.count()];
    Arrays.fill(counts, 36);
    backend.segmentTopK(scores, keep, segments, arena.copyOf(counts), keep);
    backend.maskedSegmentSoftmax(dots, keep, segments, dots);
    Tensor dropped = arena.tensor(n, d);
    backend.dropout(out, 0.5, 7, 8, dropped);
    backend.leakyRelu(dropped, 0.2, dropped);
    Tensor curved = arena.tensor(n, d);
    backend.gelu(dropped, curved);
    backend.geluBackward(dropped, curved, curved);
    Tensor dx = arena.tensor(n, d);
    Tensor dWeight = arena.tensor(1, d);
    backend.layerNormBackward(x, row, statistics, dropped, dx, dWeight, arena.tensor(1, d));
    backend.unitVector(dWeight, dWeight);
    backend.clipUnits(x, dx, 0.01, 1e-3);
    return List.of(h, logSums, out, dq, dk, dv, keep, dots, dropped, curved, dx, dWeight);
  }

  public static Tensor random(Arena arena, long stream, int rows, int cols) {
    Tensor x = arena.tensor(Shape.of(rows, cols));
    arena.backend().uniform(x, -0.5, 0.5, 11, stream);
    return x;
  }

  public static Tensor floats(Arena arena, Ints ints) {
    int[] values = ints.toArray();
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = values[i];
    }
    return arena.copyOf(floats, floats.length);
  }
}
