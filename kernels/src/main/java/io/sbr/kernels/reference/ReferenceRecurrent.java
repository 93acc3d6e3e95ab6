package io.sbr.kernels.reference;

import io.sbr.kernels.Shapes;
import io.sbr.tensor.RecurrentKernels;
import io.sbr.tensor.Tensor;

/** The elementwise part of the gated recurrent unit and its gradient. */
interface ReferenceRecurrent extends RecurrentKernels {
  @Override
  default void gruCell(Tensor gi, Tensor gh, Tensor h, Tensor gates, Tensor out) {
    Shapes.same("gruCell", h, out);
    Shapes.gru("gruCell", h, gi, gh, gates);
    double[] giv = HostBuffer.of(gi);
    double[] ghv = HostBuffer.of(gh);
    double[] hv = HostBuffer.of(h);
    double[] gv = HostBuffer.of(gates);
    double[] ov = HostBuffer.of(out);
    int d = h.cols();
    for (int i = 0; i < h.rows(); i++) {
      for (int c = 0; c < d; c++) {
        int row = i * 3 * d + c; // blocks of d columns: reset, update, new
        int x = gi.offset() + row;
        int y = gh.offset() + row;
        double r = ReferenceDense.sigmoid(giv[x] + ghv[y]);
        double z = ReferenceDense.sigmoid(giv[x + d] + ghv[y + d]);
        double n = StrictMath.tanh(giv[x + 2 * d] + r * ghv[y + 2 * d]);
        int g = gates.offset() + row;
        gv[g] = r;
        gv[g + d] = z;
        gv[g + 2 * d] = n;
        ov[out.offset() + i * d + c] = n + z * (hv[h.offset() + i * d + c] - n);
      }
    }
  }

  @Override
  default void gruCellBackward(GruBackward x) {
    Shapes.gruBackward(x);
    double[] gv = HostBuffer.of(x.gates());
    double[] ghv = HostBuffer.of(x.gh());
    double[] hv = HostBuffer.of(x.h());
    double[] dov = HostBuffer.of(x.dout());
    double[] dgiv = HostBuffer.of(x.dgi());
    double[] dghv = HostBuffer.of(x.dgh());
    double[] dhv = HostBuffer.of(x.dh());
    int d = x.h().cols();
    for (int i = 0; i < x.h().rows(); i++) {
      for (int c = 0; c < d; c++) {
        int row = i * 3 * d + c;
        int g = x.gates().offset() + row;
        double r = gv[g];
        double z = gv[g + d];
        double n = gv[g + 2 * d];
        double up = dov[x.dout().offset() + i * d + c];
        // out = ñ + z(h − ñ), then back through tanh and the two sigmoids.
        double dn = up * (1 - z) * (1 - n * n);
        double dz = up * (hv[x.h().offset() + i * d + c] - n) * z * (1 - z);
        double dr = dn * ghv[x.gh().offset() + row + 2 * d] * r * (1 - r);
        int in = x.dgi().offset() + row;
        dgiv[in] = dr;
        dgiv[in + d] = dz;
        dgiv[in + 2 * d] = dn;
        int hidden = x.dgh().offset() + row;
        dghv[hidden] = dr;
        dghv[hidden + d] = dz;
        dghv[hidden + 2 * d] = dn * r;
        dhv[x.dh().offset() + i * d + c] = up * z;
      }
    }
  }
}
