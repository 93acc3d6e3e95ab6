package io.sbr.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A kind of file, and what of the program reads it. */
interface Subject {
  /** The name by which {@link Subjects} has it. */
  String name();

  /**
   * Sound files to begin with; their bytes are what the fuzzer bends.
   *
   * @param folder for what has to be made first
   */
  List<byte[]> seeds(Path folder) throws IOException;

  /** Has the file read, with this content in place of a sound one. */
  void read(byte[] content) throws IOException;
}
