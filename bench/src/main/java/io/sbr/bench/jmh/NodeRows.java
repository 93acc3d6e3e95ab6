package io.sbr.bench.jmh;

import io.sbr.bench.roofline.Work;
import io.sbr.bench.timing.MadeUpClicks;
import io.sbr.data.batch.GraphBatch;
import io.sbr.tensor.Ints;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Operations on the rows of a batch's nodes that a benchmark of their own would be too much for:
 * rows from the item table and back, sums and choices within sessions, the heads of a row, and what
 * the models do with single vectors.
 */
public class NodeRows extends OnBackend {
  /** A method of the ragged, attention, norm or optimizer kernels. */
  @Param({
    "gatherRows",
    "scatterAddRows",
    "scaleRows",
    "rowDots",
    "segmentSum",
    "maskedSegmentSoftmax",
    "segmentTopK",
    "headDots",
    "headDotsBackward",
    "headMean",
    "headMeanBackward",
    "unitVector",
    "unitVectorBackward",
    "unitRows",
    "unitRowsBackward",
    "clipUnits",
    "average"
  })
  public String operation;

  /** Sessions, B; with 3.57 nodes on average. */
  @Param("100")
  public int batch;

  /** Items, N; the table has one row more. */
  @Param("43097")
  public int items;

  /** Width of a row, d. */
  @Param("100")
  public int hidden;

  /** Heads, which divide the width. */
  @Param("2")
  public int heads;

  private Tensor result;
  private Runnable call;

  @Override
  void prepare() {
    GraphBatch sessions = MadeUpClicks.batch(items, batch);
    int n = sessions.nodes();
    Tensor x = random(n, hidden);
    Tensor out = arena.tensor(n, hidden);
    result = out;
    call =
        switch (operation) {
          case "gatherRows", "scatterAddRows", "clipUnits", "average" -> onTable(sessions, x, out);
          case "scaleRows", "rowDots", "unitRows", "unitRowsBackward" -> onRows(n, x, out);
          case "segmentSum", "maskedSegmentSoftmax", "segmentTopK" -> inSessions(sessions, x, out);
          case "headDots", "headDotsBackward", "headMean", "headMeanBackward" -> onHeads(n, x, out);
          case "unitVector", "unitVectorBackward" -> onVectors();
          default -> throw new IllegalArgumentException("no operation " + operation);
        };
  }

  private Runnable onTable(GraphBatch sessions, Tensor x, Tensor out) {
    Tensor table = random(items + 1, hidden);
    if (operation.equals("clipUnits")) {
      result = random(items + 1, hidden);
      return () -> backend.clipUnits(table, result, 0.01, 1e-3);
    }
    if (operation.equals("average")) {
      result = random(items + 1, hidden);
      return () -> backend.average(result, table, 0.01);
    }
    GraphBatch.Gather gather = sessions.itemGather();
    Ints indices = arena.copyOf(gather.indices());
    if (operation.equals("gatherRows")) {
      return () -> backend.gatherRows(table, indices, out);
    }
    RowGather index =
        new RowGather(
            gather.tableRows(),
            indices,
            gather.rows().length,
            arena.copyOf(gather.rows()),
            arena.copyOf(gather.offsets()),
            arena.copyOf(gather.positions()));
    result = table;
    return () -> backend.scatterAddRows(x, index, table);
  }

  private Runnable onRows(int n, Tensor x, Tensor out) {
    Tensor numbers = random(n, 1);
    if (operation.equals("scaleRows")) {
      return () -> backend.scaleRows(x, numbers, out);
    }
    Tensor y = random(n, hidden);
    if (operation.equals("unitRows")) {
      return () -> backend.unitRows(x, out);
    }
    if (operation.equals("unitRowsBackward")) {
      Tensor unit = arena.tensor(n, hidden);
      backend.unitRows(x, unit);
      return () -> backend.unitRowsBackward(x, unit, y, out);
    }
    result = numbers;
    return () -> backend.rowDots(x, y, numbers);
  }

  private Runnable inSessions(GraphBatch sessions, Tensor x, Tensor out) {
    Segments nodes = MadeUpClicks.nodes(sessions, arena);
    Tensor kept = arena.filled(1, nodes.total(), 1);
    if (operation.equals("maskedSegmentSoftmax")) {
      return () -> backend.maskedSegmentSoftmax(x, kept, nodes, out);
    }
    if (operation.equals("segmentSum")) {
      result = arena.tensor(batch, hidden);
      return () -> backend.segmentSum(x, nodes, result);
    }
    int[] two = new int[batch];
    Arrays.fill(two, 2);
    Ints counts = arena.copyOf(two);
    Tensor scores = random(nodes.total(), 1);
    result = arena.tensor(nodes.total(), 1);
    return () -> backend.segmentTopK(scores, kept, nodes, counts, result);
  }

  private Runnable onHeads(int n, Tensor x, Tensor out) {
    Tensor vector = random(hidden);
    Tensor ofHeads = random(n, heads);
    Tensor mean = random(n, hidden / heads);
    return switch (operation) {
      case "headDots" -> {
        result = ofHeads;
        yield () -> backend.headDots(x, vector, ofHeads);
      }
      case "headDotsBackward" -> {
        Tensor gradient = arena.tensor(hidden);
        yield () -> backend.headDotsBackward(x, vector, ofHeads, out, gradient);
      }
      case "headMean" -> {
        result = mean;
        yield () -> backend.headMean(x, mean);
      }
      default -> () -> backend.headMeanBackward(mean, out);
    };
  }

  private Runnable onVectors() {
    Tensor x = random(hidden);
    Tensor y = arena.tensor(hidden);
    backend.unitVector(x, y);
    result = arena.tensor(hidden);
    Tensor gradient = random(hidden);
    return operation.equals("unitVector")
        ? () -> backend.unitVector(x, result)
        : () -> backend.unitVectorBackward(x, y, gradient, result);
  }

  /** One call. */
  @Benchmark
  public void run() {
    call.run();
    await(result);
  }

  /**
   * As the contract writes it. n nodes of width d, C = d/heads. Rows that are added to are read and
   * written; of the best of a session nothing is counted but a look at each row.
   */
  @Override
  public Map<String, Work> work() {
    GraphBatch sessions = MadeUpClicks.batch(items, batch);
    double n = sessions.nodes();
    double rows = n * hidden;
    double table = (items + 1.0) * hidden;
    double touched = (double) sessions.itemGather().rows().length * hidden;
    double mean = rows / heads;
    Work work =
        switch (operation) {
          case "gatherRows" -> new Work(0, 2 * rows, n);
          case "scatterAddRows" -> new Work(rows, rows + 2 * touched, n);
          case "scaleRows" -> Work.of(rows, 2 * rows + n);
          case "rowDots" -> Work.of(2 * rows, 2 * rows + n);
          case "segmentSum" -> Work.of(rows, rows + (double) batch * hidden);
          case "maskedSegmentSoftmax" -> Work.of(5 * rows, 2 * rows + n);
          case "segmentTopK" -> new Work(n, 3 * n, batch);
          case "headDots" -> Work.of(2 * rows, rows + n * heads + hidden);
          case "headDotsBackward" -> Work.of(3 * rows, 2 * rows + n * heads + 2 * hidden);
          case "headMean" -> Work.of(rows, rows + mean);
          case "headMeanBackward" -> Work.of(mean, rows + mean);
          case "unitVector" -> Work.of(3 * hidden, 2 * hidden);
          case "unitVectorBackward" -> Work.of(7 * hidden, 4 * hidden);
          case "unitRows" -> Work.of(3 * rows, 2 * rows);
          case "unitRowsBackward" -> Work.of(7 * rows, 4 * rows);
          case "clipUnits" -> Work.of(4 * table, 2 * table);
          case "average" -> Work.of(3 * table, 3 * table);
          default -> throw new IllegalArgumentException("no operation " + operation);
        };
    return Map.of("run", work);
  }
}
