package io.sbr.data.file;

import java.io.IOException;

/** A file that cannot be unpacked: damaged, or cut off. */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedFileException(Compression compression, Exception cause) {
    this(compression.label(), cause);
  }

  /**
   * Says so.
   *
   * @param kind of the file, for people
   * @param cause what has noticed it
   */
  public DamagedFileException(String kind, Exception cause) {
    super("the " + kind + " data are damaged or cut off", cause);
  }
}
