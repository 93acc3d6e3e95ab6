package io.sbr.kernels.cpu.loops;

import io.sbr.tensor.RecurrentKernels.GruBackward;

/**
 * The matrices of a GRU's backward pass where they lie, made once for all rows: {@link
 * GruBackward}'s, with rows that stand together and without gaps.
 *
 * @param d width of a state; gates and what belongs to them are 3d wide, blocks r, z, n
 * @param gates {@code [n, 3d]} r, z, ñ
 * @param gh {@code [n, 3d]} the hidden product
 * @param h {@code [n, d]} old state
 * @param dout {@code [n, d]} gradient of the new state
 * @param dgi {@code [n, 3d]} receives the gradient of the input product
 * @param dgh {@code [n, 3d]} receives the gradient of gh
 * @param dh {@code [n, d]} receives the direct part of the gradient of h
 */
public record GruMatrices(
    int d,
    MatrixView gates,
    MatrixView gh,
    MatrixView h,
    MatrixView dout,
    MatrixView dgi,
    MatrixView dgh,
    MatrixView dh) {
  /**
   * Of tensors whose shapes have been checked.
   *
   * @throws IllegalArgumentException if one is another backend's
   */
  public static GruMatrices of(GruBackward x) {
    return new GruMatrices(
        x.h().cols(),
        MatrixView.of(x.gates()),
        MatrixView.of(x.gh()),
        MatrixView.of(x.h()),
        MatrixView.of(x.dout()),
        MatrixView.of(x.dgi()),
        MatrixView.of(x.dgh()),
        MatrixView.of(x.dh()));
  }
}
