package io.sbr.data.store;

import io.sbr.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The same file twice in a log would have every click happen twice. */
public final class RepeatedInputs {
  private RepeatedInputs() {}

  /**
   * Compares files of equal size byte by byte.
   *
   * @param sizes of the files
   * @throws DataException naming two files that are one, or hold the same
   */
  public static void refuse(List<Path> files, long[] sizes) {
    for (int later = 1; later < sizes.length; later++) {
      for (int earlier = 0; earlier < later; earlier++) {
        if (sizes[earlier] == sizes[later] && equal(files.get(earlier), files.get(later))) {
          throw new DataException(
              files.get(earlier).equals(files.get(later))
                  ? files.get(later) + ": named twice, so that every click would count twice"
                  : files.get(later)
                      + ": holds the same as "
                      + files.get(earlier)
                      + ", so that every click would count twice");
        }
      }
    }
  }

  private static boolean equal(Path a, Path b) {
    try {
      return Files.mismatch(a, b) < 0;
    } catch (IOException e) {
      throw InputFiles.unreadable(b, e);
    }
  }
}
