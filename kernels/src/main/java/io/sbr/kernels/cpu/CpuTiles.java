package io.sbr.kernels.cpu;

import io.sbr.tensor.GradientTerm;

/** Gradient rows that the cpu backend writes on demand. */
interface CpuTiles extends GradientTerm.Tiles {
  /** Adds rows {@code [from, to)} to g, the first of them at {@code g[at]}. */
  void addRows(int from, int to, float[] g, int at);

  /** Rows that are cheapest to ask for together: blocks of this many, from row 0. */
  int tileRows();
}
