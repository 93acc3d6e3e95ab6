package io.sbr.models.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.tensor.io.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a run: {@code run.json} (settings, data, environment), {@code items.csv.gz}
 * (vocabulary), {@code model.safetensors} (weights of the selected epoch), {@code
 * checkpoint.safetensors} (weights and moments to go on from), {@code history.json} (epochs and
 * times), {@code ranks.csv.gz} and {@code ranks-mrr.csv.gz} (the test part's targets in the epochs
 * that are reported), {@code run.lock}, {@code popularity.csv.gz}, and for models that use them
 * {@code transitions.csv.gz} and {@code views.csv.gz}. Every file is replaced as a whole or not at
 * all.
 */
public final class RunDirectory {
  private final Path folder;

  /** The run in this folder, which need not exist yet. */
  public RunDirectory(Path folder) {
    this.folder = folder;
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** Settings, data and environment as JSON. */
  public Path runFile() {
    return folder.resolve("run.json");
  }

  /** Numbers and original ids of the items. */
  public Path items() {
    return folder.resolve("items.csv.gz");
  }

  /** Transitions of the training sessions, for models that use them. */
  public Path transitions() {
    return folder.resolve("transitions.csv.gz");
  }

  /** What users viewed and when, for models that read it. */
  public Path views() {
    return folder.resolve("views.csv.gz");
  }

  /** Clicks on each item in the training sessions. */
  public Path popularity() {
    return folder.resolve("popularity.csv.gz");
  }

  /** Weights of the selected epoch. */
  public Path model() {
    return folder.resolve("model.safetensors");
  }

  /** Weights, moments and position of the last checkpoint. */
  public Path checkpoint() {
    return folder.resolve("checkpoint.safetensors");
  }

  /** Epochs with metrics and times as JSON. */
  public Path history() {
    return folder.resolve("history.json");
  }

  /** {@link RanksFile} of the epoch whose weights are kept. */
  public Path ranks() {
    return folder.resolve("ranks.csv.gz");
  }

  /** With {@code paper}: {@link RanksFile} of the epoch of best MRR, which may be the same. */
  public Path mrrRanks() {
    return folder.resolve("ranks-mrr.csv.gz");
  }

  /**
   * What {@code run.json} of a folder says; empty if there is none, as when a run was killed before
   * it could be written.
   *
   * @throws IllegalArgumentException if the file cannot be read as what it should be, or is of
   *     another format than this program's
   */
  public static Optional<RunInfo> info(Path folder) {
    Path file = new RunDirectory(folder).runFile();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    JsonNode content = Json.read(file, JsonNode.class);
    int format = content.path("format").asInt(RunInfo.FORMAT);
    if (format != RunInfo.FORMAT) {
      throw new IllegalArgumentException(
          "%s is a run of format %d; this sbr reads format %d"
              .formatted(folder, format, RunInfo.FORMAT));
    }
    return Optional.of(Json.read(file, RunInfo.class));
  }

  /** Whether nothing is in the folder but perhaps the lock. A missing folder is empty. */
  public boolean isEmpty() throws IOException {
    return names().stream().allMatch(RunLock.FILE::equals);
  }

  /** The first name in the folder that no run has put there. */
  public Optional<String> stranger() throws IOException {
    Set<String> own = new HashSet<>(Set.of(RunLock.FILE));
    for (Path file : files()) {
      own.add(file.getFileName().toString());
      own.add(AtomicFiles.beside(file).getFileName().toString());
    }
    return names().stream().filter(name -> !own.contains(name)).findFirst();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (NoSuchFileException absent) {
      return List.of();
    }
  }

  private List<Path> files() {
    return List.of(
        runFile(),
        items(),
        transitions(),
        popularity(),
        views(),
        model(),
        checkpoint(),
        history(),
        ranks(),
        mrrRanks());
  }

  /** Removes what a killed writer left beside its files; for the holder of the lock. */
  public void removeLeftovers() throws IOException {
    for (Path file : files()) {
      Files.deleteIfExists(AtomicFiles.beside(file));
    }
  }

  /** Replaces one of the small files. */
  public static void replace(Path file, byte[] content) throws IOException {
    AtomicFiles.replace(
        file,
        channel -> writeFully(channel, ByteBuffer.wrap(content)),
        written -> {
          if (!Arrays.equals(Files.readAllBytes(written), content)) {
            throw new IOException(file + " was not written as it should be");
          }
        });
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
