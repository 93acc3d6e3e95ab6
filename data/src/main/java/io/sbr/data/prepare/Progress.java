package io.sbr.data.prepare;

/** Told how far the reading of the input files is. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE = (read, total) -> {};

  /**
   * Called some sixteen times per megabyte.
   *
   * @param read bytes read so far, of all files, as stored
   * @param total bytes of all files, as stored
   */
  void read(long read, long total);
}
