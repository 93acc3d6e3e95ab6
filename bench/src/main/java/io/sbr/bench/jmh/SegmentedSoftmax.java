package io.sbr.bench.jmh;

import io.sbr.bench.roofline.Work;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Softmax within segments of 1 to 7 rows, about as long as sessions have nodes. */
public class SegmentedSoftmax extends OnBackend {
  private static final int LONGEST = 7;

  /** Rows of all segments. */
  @Param("15000")
  public int rows;

  /** Columns, each a softmax of its own. */
  @Param("100")
  public int hidden;

  private Segments segments;
  private Tensor x;
  private Tensor y;
  private Tensor dy;
  private Tensor dx;

  @Override
  void prepare() {
    segments = segments(rows);
    x = random(rows, hidden);
    dy = random(rows, hidden);
    y = arena.tensor(rows, hidden);
    dx = arena.tensor(rows, hidden);
    backend.segmentSoftmax(x, segments, y);
  }

  private Segments segments(int total) {
    int[] offsets = new int[total + 1];
    int[] ids = new int[total];
    int count = 0;
    for (int row = 0; row < total; count++) {
      int end = Math.min(total, row + 1 + count % LONGEST);
      Arrays.fill(ids, row, end, count);
      row = end;
      offsets[count + 1] = end;
    }
    int[] used = Arrays.copyOf(offsets, count + 1);
    return new Segments(count, total, arena.copyOf(used), arena.copyOf(ids));
  }

  /** y = softmax(x). */
  @Benchmark
  public void forward() {
    backend.segmentSoftmax(x, segments, y);
    await(y);
  }

  /** dx from y and dy. */
  @Benchmark
  public void backward() {
    backend.segmentSoftmaxBackward(y, dy, segments, dx);
    await(dx);
  }

  /**
   * Per element. Forward: maximum, subtraction, exp, sum, division; one read, one write. Backward:
   * product, sum, subtraction, product; two reads, one write.
   */
  @Override
  public Map<String, Work> work() {
    double elements = (double) rows * hidden;
    return Map.of(
        "forward", Work.of(5 * elements, 2 * elements),
        "backward", Work.of(4 * elements, 3 * elements));
  }
}
