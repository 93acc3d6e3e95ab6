package io.sbr.server.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks at the folders of runs now and then and reloads what has changed: a link that points
 * elsewhere, files that were replaced. Polled, because a watch of the file system sees neither a
 * link's new target nor a network's disk. What changed must look the same twice before it is
 * loaded, so that a folder is not read while it is being copied; one that could not be loaded is
 * tried again when it has changed again.
 */
public final class RunWatch implements AutoCloseable {
  private static final String NOTHING = "";

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "sbr-watch"));
  private final List<Watched> watched;
  private final Consumer<String> notes;

  /** A run, and what its folder looked like. */
  private static final class Watched {
    final ServedRun run;
    String loaded;
    String before;

    Watched(ServedRun run) {
      this.run = run;
      before = look(run.folder());
      // It was loaded some time ago, and perhaps another one stands there now.
      loaded = LoadedVersion.stands(run.label(), run.folder()) ? before : NOTHING;
    }
  }

  /**
   * Watches from now on.
   *
   * @param pause between two looks
   * @param notes gets a line for each reload, and for each that failed
   */
  public RunWatch(List<ServedRun> runs, Duration pause, Consumer<String> notes) {
    this.notes = notes;
    watched = runs.stream().map(Watched::new).toList();
    thread.scheduleWithFixedDelay(
        this::lookAtAll, pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void lookAtAll() {
    for (Watched one : watched) {
      try {
        lookAt(one);
      } catch (RuntimeException e) {
        // A note that cannot be given, a disk that is gone for a moment: the next look is tried.
      }
    }
  }

  private void lookAt(Watched one) {
    String now = look(one.run.folder());
    boolean settled = now.equals(one.before);
    one.before = now;
    if (now.equals(one.loaded) || !settled || now.equals(NOTHING)) {
      return;
    }
    one.loaded = now;
    try {
      RunLabel label = one.run.reload();
      notes.accept("run %s: version %s is in service".formatted(label.name(), label.version()));
    } catch (RuntimeException | OutOfMemoryError e) { // or nothing would be looked at any more
      notes.accept("run %s goes on as it was: %s".formatted(one.run.name(), e.getMessage()));
    }
  }

  /** Where the folder is, and of each file name, size and time; nothing if it is not there. */
  private static String look(Path folder) {
    try (var files = Files.list(folder.toRealPath())) {
      TreeMap<String, String> seen = new TreeMap<>();
      for (Path file : files.toList()) {
        BasicFileAttributes of = Files.readAttributes(file, BasicFileAttributes.class);
        seen.put(file.toString(), of.size() + " " + of.lastModifiedTime());
      }
      return seen.toString();
    } catch (IOException e) {
      return NOTHING;
    }
  }

  /** Ends it; a reload that is under way is waited for. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      thread.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
