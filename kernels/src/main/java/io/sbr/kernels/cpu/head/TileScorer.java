package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.engine.ItemPanels;
import io.sbr.tensor.Arena;
import io.sbr.tensor.PackedItems;
import io.sbr.tensor.Scorer;
import java.util.Optional;

/**
 * Fills tiles of scores, either way round. The softmax wants them item-major, because in the
 * backward pass a tile is a factor of products over its items: row i holds the scores of one item
 * for all sessions, padded to {@link #width()}, and the item table is read in place. Ranks and
 * top-k look at one session after another and take a row for each, {@link #rows}.
 */
public interface TileScorer extends AutoCloseable {
  /**
   * Items in a full tile: some multiple of every vector kernel's block of rows, and whole panels.
   */
  int TILE = 240;

  /** Slabs into which the items are cut at most: the tasks of a pass over all items. */
  int SLABS = 32;

  /** Number of sessions, B. */
  int sessions();

  /** Number of items, N. */
  int items();

  /** Numbers from one row of a tile to the next: B rounded up to whole vectors. */
  int width();

  /** Writes the scores of items {@code [from, to)}; the padding columns become 0. */
  void fill(int from, int to, float[] tile, int at);

  /**
   * Writes the scores of items {@code [from, to)}, a row for each session, {@link #stride} apart;
   * the bits are those of {@link #fill} without a gradient, and what stands beyond the last item is
   * of no use.
   *
   * @param from first item of a tile
   */
  void rows(int from, int to, float[] tile, int at);

  /** Numbers from one row of {@link #rows} to the next. */
  static int stride(int items) {
    return ItemPanels.padded(items);
  }

  /** One score, with the bits that {@link #fill} and {@link #rows} give it. */
  float score(int session, int item);

  /**
   * The softmax over all items and its gradient with respect to the inputs.
   *
   * @param arena owns whatever the terms refer to
   */
  HeadGradient gradient(Targets targets, Arena arena);

  /**
   * Refuses targets whose scores do not come from the inputs.
   *
   * @throws IllegalArgumentException if a target's score is given
   */
  default void check(Targets targets) {}

  /** Gives working memory back. */
  @Override
  void close();

  /** The scorer behind a description of one. */
  static TileScorer of(Scorer scorer, Engine engine) {
    return of(scorer, Optional.empty(), engine);
  }

  /** The same, its items read from a copy where there is one; of several the outermost counts. */
  private static TileScorer of(Scorer scorer, Optional<PackedItems> copy, Engine engine) {
    return scorer.accept(
        new Scorer.Visitor<TileScorer>() {
          @Override
          public TileScorer dot(Scorer.Dot dot) {
            return new DotScorer(dot.sessions(), items(dot), engine);
          }

          @Override
          public TileScorer usageScaled(Scorer.UsageScaled usage) {
            return new UsageScaledScorer(usage, items(usage), engine);
          }

          @Override
          public TileScorer targetAttention(Scorer.TargetAttention attention) {
            return new TargetAttentionScorer(attention, items(attention), engine);
          }

          @Override
          public TileScorer normalizedDot(Scorer.NormalizedDot dot) {
            return new NormalizedScorer(
                new DotScorer(dot.sessions(), items(dot), engine), dot.items(), copy, engine);
          }

          @Override
          public TileScorer biased(Scorer.Biased biased) {
            Scorer.Dot dot = biased.dot();
            return new BiasedScorer(
                new DotScorer(dot.sessions(), items(dot), engine), biased.bias(), engine);
          }

          @Override
          public TileScorer replaced(Scorer.Replaced replaced) {
            return new ReplacedScorer(replaced, of(replaced.scorer(), copy, engine), engine);
          }

          @Override
          public TileScorer packed(Scorer.Packed packed) {
            return of(packed.scorer(), copy.or(() -> Optional.of(packed.packed())), engine);
          }

          private ItemTable items(Scorer formula) {
            return new ItemTable(formula.items(), copy);
          }
        });
  }

  /** Number of tiles. */
  default int tiles() {
    return (items() + TILE - 1) / TILE;
  }

  /** Tiles in one slab. */
  default int slabTiles() {
    return Math.max(1, (tiles() + SLABS - 1) / SLABS);
  }

  /** Number of slabs. */
  default int slabs() {
    return (tiles() + slabTiles() - 1) / slabTiles();
  }

  /** Work on one tile: its number and its items {@code [from, to)}. */
  interface TileTask {
    /** Works on the items {@code [from, to)}, which are tile number {@code tile}. */
    void run(int tile, int from, int to);
  }

  /** Visits the tiles of a slab in order. */
  default void forTiles(int slab, TileTask task) {
    int end = Math.min(tiles(), (slab + 1) * slabTiles());
    for (int tile = slab * slabTiles(); tile < end; tile++) {
      task.run(tile, tile * TILE, Math.min(items(), (tile + 1) * TILE));
    }
  }
}
