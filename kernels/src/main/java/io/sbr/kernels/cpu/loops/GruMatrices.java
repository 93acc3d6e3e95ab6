package io.sbr.kernels.cpu.loops;

import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.RecurrentKernels.GruBackward;

/**
 * The matrices of a GRU's backward pass where they lie, made once for all rows: {@link
 * GruBackward}'s, each an array and the index of its first number. Rows stand together and without
 * gaps. Flat, because each row takes it apart.
 *
 * @param d width of a state; gates and what belongs to them are 3d wide, blocks r, z, n
 * @param gates {@code [n, 3d]} r, z, ñ
 * @param gatesAt where it begins
 * @param gh {@code [n, 3d]} the hidden product
 * @param ghAt where it begins
 * @param h {@code [n, d]} old state
 * @param hAt where it begins
 * @param dout {@code [n, d]} gradient of the new state
 * @param doutAt where it begins
 * @param dgi {@code [n, 3d]} receives the gradient of the input product
 * @param dgiAt where it begins
 * @param dgh {@code [n, 3d]} receives the gradient of gh
 * @param dghAt where it begins
 * @param dh {@code [n, d]} receives the direct part of the gradient of h
 * @param dhAt where it begins
 */
public record GruMatrices(
    int d,
    float[] gates,
    int gatesAt,
    float[] gh,
    int ghAt,
    float[] h,
    int hAt,
    float[] dout,
    int doutAt,
    float[] dgi,
    int dgiAt,
    float[] dgh,
    int dghAt,
    float[] dh,
    int dhAt) {
  /**
   * Of tensors whose shapes have been checked.
   *
   * @throws IllegalArgumentException if one is another backend's
   */
  public static GruMatrices of(GruBackward x) {
    return new GruMatrices(
        x.h().cols(),
        CpuMemory.floats(x.gates()),
        x.gates().offset(),
        CpuMemory.floats(x.gh()),
        x.gh().offset(),
        CpuMemory.floats(x.h()),
        x.h().offset(),
        CpuMemory.floats(x.dout()),
        x.dout().offset(),
        CpuMemory.floats(x.dgi()),
        x.dgi().offset(),
        CpuMemory.floats(x.dgh()),
        x.dgh().offset(),
        CpuMemory.floats(x.dh()),
        x.dh().offset());
  }
}
