package io.sbr.models.blend;

import io.sbr.data.batch.GraphBatch;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.sparse.SparseRecommender;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * The distributions of the sessions of a batch: the network makes the scores of all of them once,
 * then the sessions are shared out among the processors, each with its question to the neighbours.
 *
 * @param network makes scores
 * @param neighbours reach few items
 */
record Mixtures(NeuralRecommender network, SparseRecommender neighbours) {
  /** Rows on the host at a time: more than processors, and few bytes. */
  private static final int ROWS = 32;

  /** Scores of a batch that lie on the device at once: 96 MiB of floats. */
  private static final int SCORES = 24 << 20;

  /** Sees a session's distribution; several are seen at once, each by one thread. */
  @FunctionalInterface
  interface Reader {
    /**
     * Reads.
     *
     * @param session of the batch, from 0
     * @param length its input clicks
     */
    void read(int session, int length, Mixture mixture);
  }

  /** Most sessions that a batch should have. */
  int mostSessions() {
    return Math.max(1, SCORES / network.itemCount());
  }

  /**
   * Shows every session of a batch.
   *
   * @throws ArithmeticException if a score is NaN
   */
  void each(GraphBatch batch, Reader reader) {
    int[] clicks = SparseRecommender.clicks(batch);
    int[] offsets = batch.clickOffsets();
    int items = network.itemCount();
    AtomicBoolean faulty = new AtomicBoolean(); // an exception loses its words between threads
    network.scores(
        batch,
        ROWS,
        (first, count, scores) ->
            IntStream.range(0, count)
                .parallel()
                .forEach(
                    row -> {
                      int begin = offsets[first + row];
                      int end = offsets[first + row + 1];
                      NeighbourShares shares =
                          neighbours.reached(clicks, begin, end, NeighbourShares::of);
                      Mixture mixture = new Mixture(scores, row * items, items, shares);
                      if (mixture.isFinite()) {
                        reader.read(first + row, end - begin, mixture);
                      } else {
                        faulty.set(true);
                      }
                    }));
    if (faulty.get()) {
      throw new ArithmeticException(network.name() + ": a score is NaN, so there is no rank");
    }
  }
}
