package io.sbr.spark.score;

import io.sbr.models.pipeline.SessionRecommender;
import io.sbr.models.run.RunLock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.SparkFiles;

/**
 * A run in each JVM that answers: its folder goes there once, as an archive that Spark unpacks, and
 * is loaded once, by the first task that asks.
 */
final class RunOnExecutor {
  private static final Map<String, SessionRecommender> LOADED = new HashMap<>();

  /** What training goes on from; no answer needs it. */
  private static final String CHECKPOINT = "checkpoint.safetensors";

  /** When all files of an archive were changed, as it has it. */
  private static final LocalDateTime EARLIEST = LocalDateTime.of(1980, 1, 1, 0, 0);

  private RunOnExecutor() {}

  /**
   * Packs the files of a run's folder, as they are: weights and tables hardly compress.
   *
   * @param archive to write; the same bytes for the same run
   */
  static void pack(Path run, Path archive) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(run)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> !file.endsWith(CHECKPOINT) && !file.endsWith(RunLock.FILE))
              .sorted()
              .toList();
    }
    try (OutputStream out = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(0);
      for (Path file : files) {
        ZipEntry entry = new ZipEntry(file.getFileName().toString());
        entry.setTimeLocal(EARLIEST);
        zip.putNextEntry(entry);
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
  }

  /**
   * The run, loaded. Each task computes on its own thread alone: there are as many as processors.
   *
   * @param archive name under which Spark has unpacked it
   * @param device to compute on
   */
  static SessionRecommender loaded(String archive, String device) {
    synchronized (LOADED) {
      return LOADED.computeIfAbsent(
          SparkFiles.get(archive), folder -> SessionRecommender.load(Path.of(folder), device, 1));
    }
  }

  /** Frees the run, where the JVM goes on after the job. */
  static void close(String archive) {
    synchronized (LOADED) {
      SessionRecommender run = LOADED.remove(SparkFiles.get(archive));
      if (run != null) {
        run.close();
      }
    }
  }
}
