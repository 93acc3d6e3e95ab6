package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.Engine;

/**
 * Another's scores of the same sessions and items, and what is done to them: whoever extends it
 * fills a tile by {@link #others} and corrects it.
 *
 * @param <T> kind of the other
 */
abstract class CorrectedScorer<T extends TileScorer> implements StreamedScorer {
  /** Whose scores are corrected; closed with this one. */
  final T others;

  /** What both compute with. */
  final Engine engine;

  CorrectedScorer(T others, Engine engine) {
    this.others = others;
    this.engine = engine;
  }

  @Override
  public final Engine engine() {
    return engine;
  }

  @Override
  public final int sessions() {
    return others.sessions();
  }

  @Override
  public final int items() {
    return others.items();
  }

  @Override
  public final int width() {
    return others.width();
  }

  @Override
  public void close() {
    others.close();
  }
}
