package io.sbr.fuzz;

import io.sbr.data.store.Datasets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A file of a data set folder. */
final class DataFileSubject implements Subject {
  private final String file;
  private Bent bent;

  /** By its name. */
  DataFileSubject(String file) {
    this.file = file;
  }

  @Override
  public String name() {
    return "data-" + file;
  }

  @Override
  public List<byte[]> seeds(Path folder) throws IOException {
    bent = new Bent(SmallData.prepare(folder.resolve("data")), file, false);
    return List.of(bent.sound());
  }

  @Override
  public void read(byte[] content) throws IOException {
    Datasets.open(bent.with(content));
  }
}
