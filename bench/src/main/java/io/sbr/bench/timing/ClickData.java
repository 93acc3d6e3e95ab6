package io.sbr.bench.timing;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.store.PlainSessions;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Examples to time training and evaluation on: real ones where they are, made-up ones of the same
 * shape elsewhere.
 *
 * @param description which they are, one line
 * @param items N
 * @param examples to train on
 * @param tests to evaluate on; made-up ones are the same as those to train on
 */
public record ClickData(String description, int items, Examples examples, Examples tests) {
  private static final int MADE_UP_SESSIONS = 20_000;

  /** The data folder that {@code -Dsbr.data=} names, by default the shared Diginetica. */
  static Path folder() {
    return Path.of(System.getProperty("sbr.data", "../shared/data/diginetica"));
  }

  /** What {@link #find} would take, without reading it. */
  public static String source() {
    Path folder = folder();
    return Files.isDirectory(folder)
        ? "real clicks: " + folder.getFileName()
        : "made-up clicks, as there is no folder " + folder;
  }

  /**
   * The examples of a folder with {@code train.txt.gz} and {@code test.txt.gz}, whose items are
   * numbered from 1 without gaps.
   */
  static ClickData read(Path folder) {
    Sessions train = PlainSessions.read(folder.resolve("train.txt.gz"));
    Sessions test = PlainSessions.read(folder.resolve("test.txt.gz"));
    int items = Math.max(train.maxItem(), test.maxItem());
    return new ClickData(
        "real clicks: " + folder.getFileName(),
        items,
        new Examples(train, 1),
        new Examples(test, 1));
  }

  /** The examples of {@link #folder()} if it exists, else made-up ones on this many items. */
  public static ClickData find(int items) {
    if (Files.isDirectory(folder())) {
      return read(folder());
    }
    return madeUp(source(), items);
  }

  /** Made-up examples on this many items. */
  public static ClickData madeUp(int items) {
    return madeUp("made-up clicks", items);
  }

  private static ClickData madeUp(String description, int items) {
    Examples madeUp = new Examples(MadeUpClicks.sessions(items, MADE_UP_SESSIONS), 1);
    return new ClickData(description, items, madeUp, madeUp);
  }
}
