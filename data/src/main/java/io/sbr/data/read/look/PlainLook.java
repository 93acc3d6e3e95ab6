package io.sbr.data.read.look;

import io.sbr.data.DataException;
import java.util.List;

/** Sessions that need no preparation, given as a log. */
final class PlainLook {
  private static final int LINES = 100;

  private PlainLook() {}

  /** Refuses lines of item numbers between blanks, and says what they are. */
  static void refuse(Sample sample) {
    List<String> lines = sample.lines();
    boolean numbers = lines.stream().limit(LINES).allMatch(PlainLook::isNumbers);
    boolean several = lines.stream().limit(LINES).anyMatch(line -> line.indexOf(' ') > 0);
    if (numbers && several) {
      throw new DataException(
          sample.file()
              + ": one session of item numbers a line, as it seems; that is no log and needs no"
              + " preparation: sbr train --data FOLDER, with train.txt and test.txt in it");
    }
  }

  private static boolean isNumbers(String line) {
    return line.chars().allMatch(c -> c == ' ' || c >= '0' && c <= '9');
  }
}
