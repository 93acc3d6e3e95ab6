package io.sbr.data.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.data.Vocabulary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prepared folders: written whole or not at all, read back equal, refused when changed. */
class DatasetWriterTest {
  @TempDir Path folder;

  private static final Origin ORIGIN =
      new Origin(
          Map.of("format", "csv"),
          List.of(new Origin.SourceFile("log.csv", 12, "00ff")),
          Map.of("last-duration", "7.5"),
          Map.of("rows", 9L),
          Map.of("rows without item", 2L));

  private final Dataset data =
      new Dataset(
          "shop",
          new Vocabulary(List.of("a;b", "say \"x\"", "line\nbreak", "é", " blank ", "")),
          new Sessions(
              new int[] {1, 2, 3, 6},
              new int[] {0, 3, 4},
              new long[] {-5, 0, 1_400_000_000_000L, Long.MAX_VALUE},
              new float[] {0.1f, 0, 1e-30f, 3.4e38f},
              new int[] {4, 0}),
          Sessions.of(new int[] {4, 5}),
          7.5);

  private Path written() {
    Path out = folder.resolve("out");
    DatasetWriter.write(data, ORIGIN, out);
    return out;
  }

  private static void rewrite(Path file, String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Changes a file and its recorded hash, to reach the checks behind the hash. */
  private static void forge(Path out, String name, String text) throws IOException {
    String before = Hashes.ofFile(out.resolve(name));
    rewrite(out.resolve(name), text);
    Path json = out.resolve(DatasetInfo.FILE);
    String info = Files.readString(json).replace(before, Hashes.ofFile(out.resolve(name)));
    Files.writeString(json, asOfVersionOne(info));
  }

  /** A description as it was before it had its own hash. */
  private static String asOfVersionOne(String description) {
    assertThat(description).contains("\"version\" : 2");
    return description
        .replace("\"version\" : 2", "\"version\" : 1")
        .replaceFirst(",\\s+\"sha256\" : \"[0-9a-f]{64}\"\\s+}\\s*$", "\n}\n");
  }

  @Test
  void readsBackWhatItWrote() {
    Dataset again = Datasets.open(written());
    assertThat(again.name()).isEqualTo("shop");
    assertThat(again.items().ids()).isEqualTo(data.items().ids());
    assertThat(again.train()).usingRecursiveComparison().isEqualTo(data.train());
    assertThat(again.test()).usingRecursiveComparison().isEqualTo(data.test());
    assertThat(again.lastDuration()).isEqualTo(7.5);
    assertThat(Hashes.fingerprint(again)).isEqualTo(Hashes.fingerprint(data));
  }

  @Test
  void theFingerprintTellsEveryColumnApart() {
    Sessions train = data.train();
    long[] times = train.times().clone();
    times[1]++;
    float[] durations = train.durations().clone();
    durations[2] = 1;
    int[] users = {4, 1};
    List<Sessions> others =
        List.of(
            new Sessions(train.items(), train.offsets(), times, train.durations(), train.users()),
            new Sessions(train.items(), train.offsets(), train.times(), durations, train.users()),
            new Sessions(train.items(), train.offsets(), train.times(), train.durations(), users),
            new Sessions(train.items(), train.offsets(), train.times(), null, train.users()),
            new Sessions(train.items(), train.offsets(), null, null, null));
    Set<String> fingerprints = new HashSet<>(Set.of(Hashes.fingerprint(data)));
    for (Sessions other : others) {
      fingerprints.add(
          Hashes.fingerprint(new Dataset("shop", data.items(), other, data.test(), 7.5)));
    }
    fingerprints.add(Hashes.fingerprint(new Dataset("shop", data.items(), train, data.test(), 8)));
    assertThat(fingerprints).hasSize(others.size() + 2);
  }

  @Test
  void describesTheData() {
    DatasetInfo info = DatasetInfo.read(written());
    assertThat(info.origin()).isEqualTo(ORIGIN);
    assertThat(info.items()).isEqualTo(6);
    assertThat(info.train()).isEqualTo(new DatasetInfo.Part(2, 4, 4, 2));
    assertThat(info.test()).isEqualTo(new DatasetInfo.Part(1, 2, 2, 1));
    assertThat(info.files())
        .containsOnlyKeys(
            "items.csv.gz",
            "train.txt.gz",
            "train.times.txt.gz",
            "train.durations.txt.gz",
            "train.users.txt.gz",
            "test.txt.gz");
    assertThat(info.fingerprint()).isEqualTo(Hashes.fingerprint(data));
  }

  @Test
  void anEmptyTestPartIsKept() {
    Dataset untested = new Dataset("x", data.items(), data.train(), Sessions.of());
    DatasetWriter.write(untested, ORIGIN, folder.resolve("out"));
    assertThat(Datasets.open(folder.resolve("out")).test().count()).isZero();
  }

  @Test
  void equalDataGiveEqualBytes() throws IOException {
    Path first = written();
    Path second = folder.resolve("nested").resolve("second");
    DatasetWriter.write(data, ORIGIN, second);
    try (Stream<Path> files = Files.list(first)) {
      for (Path file : files.toList()) {
        assertThat(second.resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
    }
  }

  @Test
  void whatAKilledWriterLeftIsRemovedBeforeTheWork() throws IOException {
    Path out = folder.resolve("out");
    Path left = folder.resolve(".out-0123abcd-0000-4000-8000-0123456789ab");
    Files.writeString(Files.createDirectory(left).resolve("items.csv.gz"), "half");
    Path lock = Files.createFile(folder.resolve(left.getFileName() + ".lock"));
    NewFolder.refuseUsed(out);
    assertThat(left).doesNotExist();
    assertThat(lock).doesNotExist();
  }

  @Test
  void acceptsAnEmptyFolderAndRefusesAnyOther() throws IOException {
    Path out = Files.createDirectory(folder.resolve("out"));
    DatasetWriter.write(data, ORIGIN, out);
    assertThatThrownBy(() -> DatasetWriter.write(data, ORIGIN, out))
        .isInstanceOf(DataException.class)
        .hasMessage(out + " exists already; choose another place or remove it");
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> DatasetWriter.write(data, ORIGIN, file))
        .isInstanceOf(DataException.class);
  }

  @Test
  void aFailureLeavesNothing() throws IOException {
    Sessions outside = Sessions.of(new int[] {1, 7}); // there are six items
    Dataset unsound = new Dataset("x", data.items(), data.train(), outside);
    Path out = folder.resolve("out");
    assertThatThrownBy(() -> DatasetWriter.write(unsound, ORIGIN, out))
        .isInstanceOf(RuntimeException.class);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> DatasetWriter.write(data, ORIGIN, file.resolve("out")))
        .isInstanceOf(DataException.class)
        .hasMessage(file.resolve("out") + ": " + file + " is a file, not a folder");
  }

  @ParameterizedTest
  @CsvSource({"train.txt.gz", "items.csv.gz", "train.users.txt.gz"})
  void aChangedFileIsRefusedByName(String name) throws IOException {
    Path file = written().resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> Datasets.open(file.getParent()))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": changed since the data set was prepared; prepare it again");
    Files.delete(file);
    assertThatThrownBy(() -> Datasets.open(file.getParent()))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": there is no such file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train.txt.gz|1 2 7\\n1\\n|: item 7 is not among the 6 of items.csv.gz",
        "train.times.txt.gz|1 2 3\\n|: 1 lines for 2 sessions",
        "train.times.txt.gz|1 2 3\\n4\\n5\\n|, line 3: 1 values where 0 belong",
        "train.times.txt.gz|1 2\\n4\\n|, line 1: 2 values where 3 belong",
        "train.times.txt.gz|1 2 x\\n4\\n|, line 1: 'x' is not a number",
        "train.durations.txt.gz|1 2 x\\n4\\n|, line 1: 'x' is not a number",
        "train.users.txt.gz|1\\n-\\n|, line 2: '-' is not a number",
        "items.csv.gz|newId;itemId\\n1;a\\n3;b\\n|, line 3: expected 2;ITEM-ID",
        "items.csv.gz|newId;itemId\\n1;a\\n2;a\\n|, line 3: item id a occurs twice",
      })
  void unsoundFilesAreRefused(String name, String text, String message) throws IOException {
    Path out = written();
    forge(out, name, text.replace("\\n", "\n"));
    assertThatThrownBy(() -> Datasets.open(out))
        .isInstanceOf(DataException.class)
        .hasMessage(out.resolve(name) + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{", "[]", "null", "{}", "{\"version\" : 2}", "{\"version\" : 1}", "''"})
  void unsoundDescriptionIsRefused(String json) throws IOException {
    Path out = written();
    Files.writeString(out.resolve(DatasetInfo.FILE), json);
    assertThatThrownBy(() -> Datasets.open(out))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(out.resolve(DatasetInfo.FILE).toString())
        .hasMessageNotContaining("\n");
  }

  @Test
  void anotherFormatIsNamed() throws IOException {
    Path out = written();
    Path file = out.resolve(DatasetInfo.FILE);
    Files.writeString(file, Files.readString(file).replace("\"version\" : 2", "\"version\" : 3"));
    assertThatThrownBy(() -> Datasets.open(out))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": a data set of format 3; this sbr reads formats up to 2");
  }

  @Test
  void aLinkIsFollowedNotReplaced() throws IOException {
    Path real = folder.resolve("real");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));
    DatasetWriter.write(data, ORIGIN, link);
    assertThat(link).isSymbolicLink();
    assertThat(real.resolve(DatasetInfo.FILE)).isRegularFile();
    assertThatThrownBy(() -> DatasetWriter.write(data, ORIGIN, link))
        .hasMessage(link + " exists already; choose another place or remove it");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), empty);
    DatasetWriter.write(data, ORIGIN, second);
    assertThat(second).isSymbolicLink();
    assertThat(Hashes.fingerprint(Datasets.open(empty))).isEqualTo(Hashes.fingerprint(data));
    Path circle = Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
    assertThatThrownBy(() -> DatasetWriter.write(data, ORIGIN, circle))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("circle");
  }

  @Test
  void whatIsWrittenIsMadeBesideTheLinksTarget() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), elsewhere.resolve("data"));
    DatasetWriter.write(data, ORIGIN, link);
    try (Stream<Path> here = Files.list(folder);
        Stream<Path> there = Files.list(elsewhere)) {
      assertThat(here).containsExactlyInAnyOrder(elsewhere, link);
      assertThat(there).containsExactly(elsewhere.resolve("data"));
    }
  }

  @Test
  void aChangedDescriptionIsRefused() throws IOException {
    Path file = written().resolve(DatasetInfo.FILE);
    String sound = Files.readString(file);
    for (String[] change :
        new String[][] {
          {"\"shop\"", "\"shod\""}, {"\"7.5\"", "\"8.5\""}, {"\"rows\" : 9", "\"rows\" : 8"}
        }) {
      assertThat(sound).contains(change[0]);
      Files.writeString(file, sound.replace(change[0], change[1]));
      assertThatThrownBy(() -> Datasets.open(file.getParent()))
          .isInstanceOf(DataException.class)
          .hasMessage(file + ": changed since the data set was prepared; prepare it again");
    }
  }

  /** The first version had no hash of itself; what it says of the data is compared with them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"sessions\" : 2|\"sessions\" : 0",
        "\"7.5\"|\"8.5\"",
        "\"items\" : 6,|\"items\" : 7,",
        "\"train.users.txt.gz\"|\"test.users.txt.gz\""
      })
  void aChangedDescriptionOfTheFirstVersionIsRefused(String from, String to) throws IOException {
    Path file = written().resolve(DatasetInfo.FILE);
    String sound = asOfVersionOne(Files.readString(file));
    Files.writeString(file, sound);
    assertThat(Datasets.open(file.getParent()).name()).isEqualTo("shop");
    assertThat(sound).contains(from);
    Files.writeString(file, sound.replaceFirst(Pattern.quote(from), to));
    assertThatThrownBy(() -> Datasets.open(file.getParent()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file.getParent().toString())
        .hasMessageNotContaining("\n");
  }
}
