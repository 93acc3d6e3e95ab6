package io.sbr.tensor;

/** The gated recurrent unit's elementwise part, fused; its two products are ordinary matmuls. */
public interface RecurrentKernels {
  /**
   * One GRU update from the gate inputs (docs/models.md, section 0; PyTorch's form, in which the
   * reset acts after the hidden product):
   *
   * <pre>
   *   r = σ(gi_r + gh_r)   z = σ(gi_z + gh_z)   ñ = tanh(gi_n + r ⊙ gh_n)   out = ñ + z ⊙ (h − ñ)
   * </pre>
   *
   * @param gi {@code [n, 3d]} x·w_ihᵀ + b_ih, blocks r, z, n
   * @param gh {@code [n, 3d]} h·w_hhᵀ + b_hh, blocks r, z, n
   * @param h {@code [n, d]} old state
   * @param gates {@code [n, 3d]} receives r, z, ñ for the backward pass
   * @param out {@code [n, d]} new state
   */
  void gruCell(Tensor gi, Tensor gh, Tensor h, Tensor gates, Tensor out);

  /**
   * What {@link #gruCellBackward} reads and writes.
   *
   * @param gates {@code [n, 3d]} r, z, ñ as written by the forward pass
   * @param gh {@code [n, 3d]} as given to the forward pass
   * @param h {@code [n, d]} as given to the forward pass
   * @param dout {@code [n, d]} gradient of the new state
   * @param dgi {@code [n, 3d]} receives the gradient of gi
   * @param dgh {@code [n, 3d]} receives the gradient of gh (the n block is dgi's times r)
   * @param dh {@code [n, d]} receives the direct part of the gradient of h, dout ⊙ z
   */
  record GruBackward(
      Tensor gates, Tensor gh, Tensor h, Tensor dout, Tensor dgi, Tensor dgh, Tensor dh) {}

  /**
   * Gradients of {@link #gruCell}.
   *
   * @param operands of the shapes that are said there; others are an {@link
   *     IllegalArgumentException}
   */
  void gruCellBackward(GruBackward operands);
}
