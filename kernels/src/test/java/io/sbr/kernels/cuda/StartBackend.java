package io.sbr.kernels.cuda;

import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;

/** A program that starts the cuda backend and says what it is, or in one line why not. */
final class StartBackend {
  private StartBackend() {}

  public static void main(String[] args) {
    try (Backend backend = Backends.choose("cuda", 1).backend()) {
      System.out.println(backend.description());
    } catch (IllegalArgumentException e) {
      System.out.println(e.getMessage());
      System.exit(2);
    }
  }
}
