package io.sbr.data.store;

import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a prepared data set: a folder with {@code dataset.json} and the files that {@link
 * DatasetFiles} lists, whole or not there ({@link NewFolder}). Equal data give equal files: gzip
 * gets no time and no name.
 */
public final class DatasetWriter {
  private final Path folder;
  private final Map<String, String> hashes = new LinkedHashMap<>();

  private DatasetWriter(Path folder) {
    this.folder = folder;
  }

  private interface Content {
    void write(Writer out) throws IOException;
  }

  /**
   * Writes the data set to {@code out}, which may exist only as an empty folder; of a link, to what
   * it leads to.
   *
   * @return what {@code dataset.json} says
   * @throws io.sbr.data.DataException if {@code out} is in use, or may not be written; nothing is
   *     left
   * @throws UncheckedIOException naming {@code out} if the machine fails, as with a full disk;
   *     nothing is left
   */
  public static DatasetInfo write(Dataset data, Origin origin, Path out) {
    return NewFolder.make(
        out, "the data set", folder -> new DatasetWriter(folder).writeAll(data, origin));
  }

  private DatasetInfo writeAll(Dataset data, Origin origin) throws IOException {
    write(DatasetFiles.ITEMS, out -> ItemsFile.write(data.items(), out));
    if (data.users().kept()) {
      write(DatasetFiles.USERS, out -> UsersFile.write(data.users(), out));
    }
    writePart("train", data.train());
    writePart("test", data.test());
    int items = data.items().size();
    DatasetInfo info =
        new DatasetInfo(
            DatasetInfo.VERSION,
            data.name(),
            complete(origin, data),
            items,
            DatasetInfo.Part.of(data.train(), items),
            DatasetInfo.Part.of(data.test(), items),
            hashes,
            Hashes.fingerprint(data));
    info.write(folder);
    sync(folder.resolve(DatasetInfo.FILE));
    return info;
  }

  /** The origin, with what the data set keeps among its filters. */
  private static Origin complete(Origin origin, Dataset data) {
    if (data.lastDuration() == 0) {
      return origin;
    }
    Map<String, String> filters = new LinkedHashMap<>(origin.filters());
    filters.put(DatasetFiles.LAST_DURATION, Double.toString(data.lastDuration()));
    return new Origin(
        origin.provenance(), origin.sources(), filters, origin.counts(), origin.dropped());
  }

  private void writePart(String part, Sessions sessions) throws IOException {
    int[] items = sessions.items();
    writeColumn(
        DatasetFiles.sessions(part), sessions.offsets(), (i, line) -> line.append(items[i]));
    long[] times = sessions.times();
    if (times != null) {
      writeColumn(DatasetFiles.times(part), sessions.offsets(), (i, line) -> line.append(times[i]));
    }
    float[] durations = sessions.durations();
    if (durations != null) {
      writeColumn(
          DatasetFiles.durations(part), sessions.offsets(), (i, line) -> line.append(durations[i]));
    }
    int[] users = sessions.users();
    if (users != null) {
      int[] onePerLine = IntStream.rangeClosed(0, sessions.count()).toArray();
      writeColumn(DatasetFiles.users(part), onePerLine, (i, line) -> line.append(users[i]));
    }
  }

  private void writeColumn(String name, int[] offsets, ColumnFile.Format format)
      throws IOException {
    write(name, out -> ColumnFile.write(offsets, format, out));
  }

  private void write(String name, Content content) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream raw = Files.newOutputStream(file); // which gzip leaves open if it fails
        Writer out =
            new OutputStreamWriter(
                new GZIPOutputStream(new BufferedOutputStream(raw), 1 << 16),
                StandardCharsets.UTF_8)) {
      content.write(out);
    }
    sync(file);
    hashes.put(name, Hashes.ofFile(file));
  }

  /**
   * On the disk before the folder gets its name: a power failure then leaves it whole or absent.
   */
  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
