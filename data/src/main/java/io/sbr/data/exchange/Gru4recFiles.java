package io.sbr.data.exchange;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.data.prepare.Redivision;
import io.sbr.data.prepare.Settings;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The four files that GRU4Rec is trained, tuned and tested with (hidasib/GRU4Rec,
 * examples/rsc15/preprocess.py), tab-separated with the header that its {@code run.py} expects:
 * {@code train_full.tsv} and {@code test.tsv} are the parts of the data set, {@code train_tr.tsv}
 * and {@code train_valid.tsv} those of train, divided once more by the same rule. Sessions are
 * numbered from 1 in each pair of files; items go by their original ids, times in seconds.
 */
final class Gru4recFiles {
  private Gru4recFiles() {}

  /**
   * Writes all four.
   *
   * @param settings that the data set was prepared with
   * @throws DataException if it was divided by anything but the last days
   */
  static void write(Dataset data, Settings settings, Path folder) throws IOException {
    pair(data, folder, "train_full.tsv", "test.tsv");
    pair(Redivision.of(data, settings), folder, "train_tr.tsv", "train_valid.tsv");
  }

  private static void pair(Dataset data, Path folder, String train, String test)
      throws IOException {
    write(data, data.train(), 1, folder.resolve(train));
    write(data, data.test(), 1 + data.train().count(), folder.resolve(test));
  }

  private static void write(Dataset data, Sessions sessions, int first, Path file)
      throws IOException {
    try (TabFile table = new TabFile(file, "SessionId", "ItemId", "Time")) {
      for (int s = 0; s < sessions.count(); s++) {
        for (int c = sessions.offset(s); c < sessions.offsets()[s + 1]; c++) {
          table.row(
              Integer.toString(first + s),
              data.items().id(sessions.items()[c]),
              EpochSeconds.of(sessions.times()[c]));
        }
      }
    }
  }
}
