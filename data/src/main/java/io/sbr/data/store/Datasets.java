package io.sbr.data.store;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.UserIds;
import io.sbr.data.Vocabulary;
import io.sbr.data.demo.DemoData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** Opens data sets: the built-in one, prepared folders, and folders of plain sessions. */
public final class Datasets {
  /** The name of the built-in data set. */
  public static final String DEMO = "demo";

  private Datasets() {}

  /**
   * The data set that a user names: {@code demo}, or a folder ({@code ./demo} for a folder of that
   * name).
   *
   * @throws DataException as {@link #open}
   */
  public static Dataset load(String demoOrFolder) {
    return demoOrFolder.equals(DEMO) ? DemoData.load() : open(Path.of(demoOrFolder));
  }

  /**
   * Opens a folder: with {@code dataset.json} as a prepared data set, every file checked against
   * its hash; otherwise as plain sessions, {@code train.txt[.gz]} and {@code test.txt[.gz]}, whose
   * vocabulary is all items of both, ascending.
   *
   * @throws DataException if the folder or a file is missing, malformed, empty or changed, or if no
   *     train session has two clicks
   */
  public static Dataset open(Path folder) {
    if (!Files.exists(folder)) {
      throw new DataException(folder + ": there is no such folder");
    }
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder + " is a file, and a data set is a folder; sbr prepare makes one of a log");
    }
    boolean prepared = Files.exists(folder.resolve(DatasetInfo.FILE));
    Dataset data = prepared ? openPrepared(folder) : openPlain(folder);
    if (new Examples(data.train(), 1).count() == 0) {
      throw new DataException(
          folder + ": no train session has two clicks, so there is nothing to learn from");
    }
    return data;
  }

  private static Dataset openPlain(Path folder) {
    Path trainFile = plainFile(folder, "train");
    Path testFile = plainFile(folder, "test");
    Sessions train = PlainSessions.read(trainFile);
    Sessions test = PlainSessions.read(testFile);
    int[] ids = distinct(train, test);
    return new Dataset(
        name(folder), Vocabulary.ofNumbers(ids), numbered(train, ids), numbered(test, ids));
  }

  private static Path plainFile(Path folder, String part) {
    Path plain = folder.resolve(part + ".txt");
    Path packed = folder.resolve(part + ".txt.gz");
    if (Files.exists(plain) && Files.exists(packed)) {
      throw new DataException(
          folder + ": holds both " + part + ".txt and " + part + ".txt.gz; keep one");
    }
    if (!Files.exists(plain) && !Files.exists(packed)) {
      throw new DataException(folder + ": no " + part + ".txt or " + part + ".txt.gz in it");
    }
    return Files.exists(plain) ? plain : packed;
  }

  private static String name(Path folder) {
    return folder.toAbsolutePath().normalize().getFileName().toString();
  }

  /** The items of both parts, ascending; without the boxes of a stream's {@code distinct}. */
  private static int[] distinct(Sessions train, Sessions test) {
    int[] ids = Arrays.copyOf(train.items(), train.clicks() + test.clicks());
    System.arraycopy(test.items(), 0, ids, train.clicks(), test.clicks());
    Arrays.sort(ids);
    int count = 0;
    for (int id : ids) {
      if (count == 0 || ids[count - 1] != id) {
        ids[count++] = id;
      }
    }
    return Arrays.copyOf(ids, count);
  }

  private static Sessions numbered(Sessions sessions, int[] ids) {
    int[] numbers = new int[sessions.clicks()];
    Arrays.setAll(numbers, c -> Arrays.binarySearch(ids, sessions.items()[c]) + 1);
    return new Sessions(numbers, sessions.offsets(), null, null, null);
  }

  private static Dataset openPrepared(Path folder) {
    DatasetInfo info = DatasetInfo.read(folder);
    for (Map.Entry<String, String> file : info.files().entrySet()) {
      if (!Hashes.ofFile(folder.resolve(file.getKey())).equals(file.getValue())) {
        throw new DataException(
            folder.resolve(file.getKey())
                + ": changed since the data set was prepared; prepare it again");
      }
    }
    Vocabulary items = ItemsFile.read(folder.resolve(DatasetFiles.ITEMS));
    Dataset data =
        new Dataset(
            info.name(),
            items,
            part(folder, info, "train", items.size()),
            part(folder, info, "test", items.size()),
            lastDuration(folder, info),
            info.files().containsKey(DatasetFiles.USERS)
                ? UsersFile.read(folder.resolve(DatasetFiles.USERS))
                : UserIds.NUMBERS);
    checkCounts(folder.resolve(DatasetInfo.FILE), info, data);
    return data;
  }

  /** What the description says of the data must be true of them. */
  private static void checkCounts(Path file, DatasetInfo info, Dataset data) {
    int items = data.items().size();
    boolean same =
        info.items() == items
            && info.train().equals(DatasetInfo.Part.of(data.train(), items))
            && info.test().equals(DatasetInfo.Part.of(data.test(), items));
    // The first version has no hash of its own; the fingerprint stands in for it.
    if (!same || info.version() == 1 && !info.fingerprint().equals(Hashes.fingerprint(data))) {
      throw new DataException(
          file + ": says otherwise than the files of the data set; prepare it again");
    }
  }

  private static double lastDuration(Path folder, DatasetInfo info) {
    String text = info.origin().filters().getOrDefault(DatasetFiles.LAST_DURATION, "0");
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new DataException(
          folder.resolve(DatasetInfo.FILE)
              + ": "
              + DatasetFiles.LAST_DURATION
              + " '"
              + text
              + "' is not a number");
    }
  }

  private static Sessions part(Path folder, DatasetInfo info, String part, int vocabulary) {
    if ((part.equals("train") ? info.train() : info.test()).sessions() == 0) {
      return Sessions.of(); // a data set prepared without a split
    }
    Path file = folder.resolve(DatasetFiles.sessions(part));
    Sessions plain = PlainSessions.read(file);
    if (plain.maxItem() > vocabulary) {
      throw new DataException(
          file
              + ": item "
              + plain.maxItem()
              + " is not among the "
              + vocabulary
              + " of items.csv.gz");
    }
    int[] offsets = plain.offsets();
    long[] times = null;
    float[] durations = null;
    int[] users = null;
    if (info.files().containsKey(DatasetFiles.times(part))) {
      long[] column = times = new long[plain.clicks()];
      ColumnFile.read(
          folder.resolve(DatasetFiles.times(part)),
          offsets,
          (i, value) -> column[i] = Long.parseLong(value));
    }
    if (info.files().containsKey(DatasetFiles.durations(part))) {
      float[] column = durations = new float[plain.clicks()];
      ColumnFile.read(
          folder.resolve(DatasetFiles.durations(part)),
          offsets,
          (i, value) -> column[i] = Float.parseFloat(value));
    }
    if (info.files().containsKey(DatasetFiles.users(part))) {
      int[] column = users = new int[plain.count()];
      ColumnFile.read(
          folder.resolve(DatasetFiles.users(part)),
          IntStream.rangeClosed(0, plain.count()).toArray(),
          (i, value) -> column[i] = Integer.parseInt(value));
    }
    return new Sessions(plain.items(), offsets, times, durations, users);
  }
}
