package io.sbr.data.exchange;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Shown;
import io.sbr.data.prepare.Redivision;
import io.sbr.data.prepare.Settings;
import io.sbr.data.store.NewFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The forms that a data set can be written in for other programs (docs/pipeline.md, section 16).
 */
public enum ExportForm {
  /** {@link Gru4recFiles}. */
  GRU4REC("gru4rec", "GRU4Rec's train_full, train_tr, train_valid and test, by the last days") {
    @Override
    void check(Settings settings) {
      Redivision.check(settings);
    }

    @Override
    void write(Dataset data, Settings settings, Path folder, String name) throws IOException {
      Gru4recFiles.write(data, settings, folder);
    }
  },
  /** {@link RecboleFiles#parts}. */
  RECBOLE("recbole", "RecBole's .inter and its benchmark files: the data set's own parts") {
    @Override
    void write(Dataset data, Settings settings, Path folder, String name) throws IOException {
      RecboleFiles files = new RecboleFiles(data, folder, name);
      files.clicks();
      files.parts();
    }
  },
  /** {@link RecboleFiles#leaveOneOut}. */
  RECBOLE_LEAVE_ONE_OUT("recbole-loo", "the same by RecBole's leave-one-out, over all sessions") {
    @Override
    void write(Dataset data, Settings settings, Path folder, String name) throws IOException {
      RecboleFiles files = new RecboleFiles(data, folder, name);
      files.clicks();
      files.leaveOneOut();
    }
  };

  private final String label;
  private final String meaning;

  ExportForm(String label, String meaning) {
    this.label = label;
    this.meaning = meaning;
  }

  /**
   * The form of a name.
   *
   * @throws DataException naming those there are if it is none of them
   */
  public static ExportForm named(String label) {
    return Arrays.stream(values())
        .filter(form -> form.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    "--export: no form "
                        + Shown.quoted(label)
                        + "; there are "
                        + Arrays.stream(values())
                            .map(form -> form.label)
                            .collect(Collectors.joining(", "))));
  }

  /** The name that users write. */
  public String label() {
    return label;
  }

  /** One line of help. */
  public String meaning() {
    return meaning;
  }

  /**
   * Checks, before long work, that a data set of these settings can be written so, and to this
   * place.
   *
   * @throws DataException in one line if not
   */
  public void check(Settings settings, Path out) {
    if (out.toAbsolutePath().normalize().getFileName() == null) {
      throw new DataException("--export must name a folder to make, not " + out);
    }
    check(settings);
    NewFolder.refuseUsed(out);
  }

  /** Checks that a data set of these settings can be written so. */
  void check(Settings settings) {}

  /**
   * Writes a data set to a new folder, whole or not at all; files are named after the folder.
   *
   * @param settings that the data set was prepared with
   * @throws DataException if the data have no place in this form, or the folder may not be written
   */
  public void write(Dataset data, Settings settings, Path out) {
    String name = out.toAbsolutePath().normalize().getFileName().toString();
    NewFolder.make(
        out,
        "the files for other programs",
        folder -> {
          write(data, settings, folder, name);
          return out;
        });
  }

  abstract void write(Dataset data, Settings settings, Path folder, String name) throws IOException;
}
