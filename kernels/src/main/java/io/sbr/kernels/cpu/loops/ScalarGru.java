package io.sbr.kernels.cpu.loops;

/**
 * The backward pass through the GRU's elementwise part, one number at a time, from column {@code
 * from} of a row.
 */
final class ScalarGru {
  private ScalarGru() {}

  /**
   * With g the gradient of the new state: dñ' = g(1−z)(1−ñ²), dz' = g(h−ñ)z(1−z), dr' =
   * dñ'·gh_n·r(1−r), where ' means before the activation; gh's n block receives dñ'·r; dh = g·z.
   */
  static void backward(int row, int from, GruMatrices x) {
    int d = x.d();
    float[] gates = x.gates();
    float[] gh = x.gh();
    float[] h = x.h();
    float[] dout = x.dout();
    float[] dgi = x.dgi();
    float[] dgh = x.dgh();
    float[] dh = x.dh();
    int gatesAt = x.gatesAt();
    int ghAt = x.ghAt();
    int hAt = x.hAt();
    int doutAt = x.doutAt();
    int dgiAt = x.dgiAt();
    int dghAt = x.dghAt();
    int dhAt = x.dhAt();
    for (int j = from; j < d; j++) {
      int one = row * d + j;
      int three = 3 * row * d + j;
      float r = gates[gatesAt + three];
      float z = gates[gatesAt + three + d];
      float candidate = gates[gatesAt + three + 2 * d];
      float slope = dout[doutAt + one];
      float dn = slope * (1 - z) * (1 - candidate * candidate);
      float dz = slope * (h[hAt + one] - candidate) * (z * (1 - z));
      float dr = dn * gh[ghAt + three + 2 * d] * (r * (1 - r));
      dgi[dgiAt + three] = dr;
      dgh[dghAt + three] = dr;
      dgi[dgiAt + three + d] = dz;
      dgh[dghAt + three + d] = dz;
      dgi[dgiAt + three + 2 * d] = dn;
      dgh[dghAt + three + 2 * d] = dn * r;
      dh[dhAt + one] = slope * z;
    }
  }
}
