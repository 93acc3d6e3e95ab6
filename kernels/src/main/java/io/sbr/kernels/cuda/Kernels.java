package io.sbr.kernels.cuda;

import java.util.List;

/** The families of kernels: one {@code .cu} file, one PTX resource each. */
final class Kernels {
  /** Base names, under {@code io/sbr/kernels/cuda/} in the jar. */
  static final List<String> FAMILIES =
      List.of("fill", "dense", "ragged", "recurrent", "norm", "attention", "head", "optimizer");

  private Kernels() {}
}
