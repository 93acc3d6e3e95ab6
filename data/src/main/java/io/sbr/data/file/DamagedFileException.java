package io.sbr.data.file;

import java.io.IOException;

/** A packed file that cannot be unpacked: damaged, or cut off. */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedFileException(Compression compression, Exception cause) {
    super("the " + compression.label() + " data are damaged or cut off", cause);
  }
}
