package io.sbr.kernels.cpu.engine;

import io.sbr.tensor.GradientTerm;

/** Gradient rows that the cpu backend writes on demand. */
public interface CpuTiles extends GradientTerm.Tiles {
  /** Writes rows {@code [from, to)}, or adds them, to g, the first of them at {@code g[at]}. */
  void rows(int from, int to, float[] g, int at, boolean add);

  /** Rows that are cheapest to ask for together: blocks of this many, from row 0. */
  int tileRows();
}
