package io.sbr.kernels.cpu.loops;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link ScalarGru} on vectors, for as many whole vectors as a row holds. */
final class VectorGru {
  private static final VectorSpecies<Float> S = VectorLoops.SPECIES;
  private static final int W = S.length();

  private VectorGru() {}

  /** Returns how many of the d columns were done. */
  static int backward(int row, GruMatrices x) {
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
    FloatVector unit = FloatVector.broadcast(S, 1);
    int j = 0;
    for (; j <= d - W; j += W) {
      int one = row * d + j;
      int three = 3 * row * d + j;
      FloatVector r = FloatVector.fromArray(S, gates, gatesAt + three);
      FloatVector z = FloatVector.fromArray(S, gates, gatesAt + three + d);
      FloatVector candidate = FloatVector.fromArray(S, gates, gatesAt + three + 2 * d);
      FloatVector slope = FloatVector.fromArray(S, dout, doutAt + one);
      FloatVector dn = slope.mul(unit.sub(z)).mul(unit.sub(candidate.mul(candidate)));
      FloatVector dz =
          slope.mul(FloatVector.fromArray(S, h, hAt + one).sub(candidate)).mul(z.mul(unit.sub(z)));
      FloatVector dr =
          dn.mul(FloatVector.fromArray(S, gh, ghAt + three + 2 * d)).mul(r.mul(unit.sub(r)));
      dr.intoArray(dgi, dgiAt + three);
      dr.intoArray(dgh, dghAt + three);
      dz.intoArray(dgi, dgiAt + three + d);
      dz.intoArray(dgh, dghAt + three + d);
      dn.intoArray(dgi, dgiAt + three + 2 * d);
      dn.mul(r).intoArray(dgh, dghAt + three + 2 * d);
      slope.mul(z).intoArray(dh, dhAt + one);
    }
    return j;
  }
}
