package io.sbr.kernels.cpu.head;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Scorer;
import java.util.Arrays;
import java.util.List;

/** Another's scores, those of listed items given: a tile is filled by the other and corrected. */
final class ReplacedScorer extends CorrectedScorer<TileScorer> {
  /** A given score: where it lies, and of which item it is. */
  private interface Visit {
    void entry(int entry, int item);
  }

  private final int[] offsets;
  private final int[] listed;
  private final float[] scores;
  private final int scoresAt;

  ReplacedScorer(Scorer.Replaced scorer, TileScorer others, Engine engine) {
    super(others, engine);
    offsets = CpuMemory.ints(scorer.offsets());
    listed = CpuMemory.ints(scorer.listed());
    scores = CpuMemory.floats(scorer.scores());
    scoresAt = scorer.scores().offset();
    Shapes.listed("replaced scores", offsets, listed, scorer.sessionCount(), scorer.itemCount());
  }

  /** Visits those entries of a session whose items are in {@code [from, to)}. */
  private void forEntries(int session, int from, int to, Visit visit) {
    int end = offsets[session + 1];
    int found = Arrays.binarySearch(listed, offsets[session], end, from);
    for (int e = found < 0 ? ~found : found; e < end && listed[e] < to; e++) {
      visit.entry(e, listed[e]);
    }
  }

  @Override
  public void fill(int from, int to, float[] tile, int at) {
    others.fill(from, to, tile, at);
    for (int b = 0; b < sessions(); b++) {
      int column = at + b;
      forEntries(
          b,
          from,
          to,
          (entry, item) -> tile[column + (item - from) * width()] = scores[scoresAt + entry]);
    }
  }

  @Override
  public void rows(int from, int to, float[] tile, int at) {
    others.rows(from, to, tile, at);
    int stride = TileScorer.stride(to - from);
    for (int b = 0; b < sessions(); b++) {
      int row = at + b * stride;
      forEntries(b, from, to, (entry, item) -> tile[row + item - from] = scores[scoresAt + entry]);
    }
  }

  /** Where a session's entry of an item is; below 0 if it has none. */
  private int entry(int session, int item) {
    return Arrays.binarySearch(listed, offsets[session], offsets[session + 1], item);
  }

  @Override
  public float score(int session, int item) {
    int entry = entry(session, item);
    return entry < 0 ? others.score(session, item) : scores[scoresAt + entry];
  }

  @Override
  public void check(Targets targets) {
    for (int b = 0; b < sessions(); b++) {
      if (entry(b, targets.item(b)) >= 0) {
        throw Shapes.givenTarget(targets.item(b), b);
      }
    }
  }

  @Override
  public ScoreGradient way(Arena arena) {
    return new Past(((StreamedScorer) others).way(arena)); // Replaced lets no other be replaced
  }

  /** The other's way back, which sees nothing of what is given. */
  private final class Past implements ScoreGradient {
    private final ScoreGradient way;

    Past(ScoreGradient way) {
      this.way = way;
    }

    @Override
    public void rescale(int slab, float[] factor) {
      way.rescale(slab, factor);
    }

    @Override
    public void add(int slab, int from, int to, float[] powers, int at) {
      for (int b = 0; b < sessions(); b++) {
        int column = at + b;
        forEntries(b, from, to, (entry, item) -> powers[column + (item - from) * width()] = 0);
      }
      way.add(slab, from, to, powers, at);
    }

    @Override
    public List<GradientTerm> terms(SoftmaxPass pass, Targets targets, Arena arena) {
      return way.terms(pass, targets, arena);
    }
  }
}
