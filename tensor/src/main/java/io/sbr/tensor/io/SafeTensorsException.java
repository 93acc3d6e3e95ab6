package io.sbr.tensor.io;

import java.io.IOException;
import java.nio.file.Path;

/** A file that is not a well-formed safetensors file. The message names the file and the reason. */
public final class SafeTensorsException extends IOException {
  private static final long serialVersionUID = 1L;

  SafeTensorsException(Path file, String reason) {
    super(file + " is no valid safetensors file: " + reason);
  }
}
