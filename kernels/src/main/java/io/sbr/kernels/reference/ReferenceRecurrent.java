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
  default void gruCellBackward(
      Tensor gates, Tensor gh, Tensor h, Tensor dout, Tensor dgi, Tensor dgh, Tensor dh) {
    Shapes.same("gruCellBackward", h, dout, dh);
    Shapes.gru("gruCellBackward", h, gates, gh, dgi, dgh);
    double[] gv = HostBuffer.of(gates);
    double[] ghv = HostBuffer.of(gh);
    double[] hv = HostBuffer.of(h);
    double[] dov = HostBuffer.of(dout);
    double[] dgiv = HostBuffer.of(dgi);
    double[] dghv = HostBuffer.of(dgh);
    double[] dhv = HostBuffer.of(dh);
    int d = h.cols();
    for (int i = 0; i < h.rows(); i++) {
      for (int c = 0; c < d; c++) {
        int row = i * 3 * d + c;
        int g = gates.offset() + row;
        double r = gv[g];
        double z = gv[g + d];
        double n = gv[g + 2 * d];
        double up = dov[dout.offset() + i * d + c];
        // out = ñ + z(h − ñ), then back through tanh and the two sigmoids.
        double dn = up * (1 - z) * (1 - n * n);
        double dz = up * (hv[h.offset() + i * d + c] - n) * z * (1 - z);
        double dr = dn * ghv[gh.offset() + row + 2 * d] * r * (1 - r);
        int x = dgi.offset() + row;
        dgiv[x] = dr;
        dgiv[x + d] = dz;
        dgiv[x + 2 * d] = dn;
        int y = dgh.offset() + row;
        dghv[y] = dr;
        dghv[y + d] = dz;
        dghv[y + 2 * d] = dn * r;
        dhv[dh.offset() + i * d + c] = up * z;
      }
    }
  }
}
