package io.sbr.data.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of plain sessions, and what is said about folders that cannot be used. */
class DatasetsTest {
  @TempDir Path folder;

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Datasets.load(folder.toString()))
        .isInstanceOf(DataException.class)
        .hasMessage(message);
  }

  @Test
  void numbersTheItemsOfBothPartsInAscendingOrder() throws IOException {
    write("train.txt", "100 9 9\n70 100\n");
    write("test.txt", "9 8\n");
    Dataset data = Datasets.open(folder);
    assertThat(data.name()).isEqualTo(folder.getFileName().toString());
    assertThat(data.items().ids()).containsExactly("8", "9", "70", "100");
    assertThat(data.train().items()).containsExactly(4, 2, 2, 3, 4);
    assertThat(data.train().offsets()).containsExactly(0, 3, 5);
    assertThat(data.test().items()).containsExactly(2, 1); // 8 was never trained and stays
  }

  @Test
  void missingFolderOrFiles() throws IOException {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> Datasets.open(none))
        .isInstanceOf(DataException.class)
        .hasMessage(none + ": there is no such folder");
    assertRefused(folder + ": no train.txt or train.txt.gz in it");
    write("train.txt", "1 2\n");
    assertRefused(folder + ": no test.txt or test.txt.gz in it");
    Path file = folder.resolve("train.txt");
    assertThatThrownBy(() -> Datasets.open(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is a file, and a data set is a folder; sbr prepare");
  }

  @Test
  void twoTrainFilesAreOneTooMany() throws IOException {
    write("train.txt", "1 2\n");
    write("train.txt.gz", "1 2\n");
    write("test.txt", "1 2\n");
    assertRefused(folder + ": holds both train.txt and train.txt.gz; keep one");
  }

  @Test
  void emptyFile() throws IOException {
    write("train.txt", "");
    write("test.txt", "1 2\n");
    assertRefused(folder.resolve("train.txt") + ": the file is empty");
  }

  @Test
  void nothingToLearn() throws IOException {
    write("train.txt", "1\n2\n3\n");
    write("test.txt", "1 2\n");
    assertRefused(folder + ": no train session has two clicks, so there is nothing to learn from");
  }

  @Test
  void malformedRow() throws IOException {
    write("train.txt", "1 2\n3 x\n");
    write("test.txt", "1 2\n");
    assertRefused(
        folder.resolve("train.txt")
            + ", line 2: unexpected 'x'; items are numbers one blank apart");
  }
}
