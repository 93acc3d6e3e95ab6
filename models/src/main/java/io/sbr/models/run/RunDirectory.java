package io.sbr.models.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.data.store.InputFiles;
import io.sbr.tensor.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
 * that are reported), {@code popularity.csv.gz}, {@code manifest.json} (hashes of all of these),
 * {@code run.lock}, and for models that use them {@code transitions.csv.gz}, {@code views.csv.gz},
 * {@code rules.safetensors}, {@code sessions.index}, and of a blend {@code blend.json}, {@code
 * ranks-network.csv.gz} and {@code ranks-neighbours.csv.gz}. Every file is replaced as a whole or
 * not at all.
 */
public final class RunDirectory {
  /** Bytes that are hashed in a fraction of a second. */
  private static final long LARGE = 256L << 20;

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

  /** Rules from item to item, for models that have them. */
  public Path rules() {
    return folder.resolve("rules.safetensors");
  }

  /** Past sessions, packed for neighbour search, for models that search them. */
  public Path index() {
    return folder.resolve("sessions.index");
  }

  /** How much the neighbours' word counts, for a network blended with a neighbour method. */
  public Path blend() {
    return folder.resolve("blend.json");
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

  /** Of a blend: {@link RanksFile} of the network by itself. */
  public Path networkRanks() {
    return folder.resolve("ranks-network.csv.gz");
  }

  /** Of a blend: {@link RanksFile} of the neighbours by themselves. */
  public Path neighbourRanks() {
    return folder.resolve("ranks-neighbours.csv.gz");
  }

  /** Hashes of the others as JSON. */
  Path manifestFile() {
    return file(Manifest.FILE);
  }

  /** A file by its name. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** Whether the folder has {@code run.json}, and so all it takes to go on. */
  public boolean isBegun() {
    return Files.exists(runFile());
  }

  /**
   * What {@code run.json} of a folder says; empty if there is none, as when a run was killed before
   * it could be written.
   *
   * @throws IllegalArgumentException if the file cannot be read as what it should be, or is of
   *     another format than this program's
   */
  public static Optional<RunInfo> info(Path folder) {
    RunDirectory run = new RunDirectory(folder);
    if (!run.isBegun()) {
      run.has(run.runFile());
      return Optional.empty();
    }
    // The format first: a later one may keep its hashes in another way.
    JsonNode format = Json.read(run.runFile(), JsonNode.class).path("format");
    if (!format.isMissingNode() && !(format.isInt() && format.intValue() >= 1)) {
      throw new IllegalArgumentException(run.runFile() + " is malformed: its format is no number");
    }
    int number = format.asInt(1); // runs from before formats were counted have this one
    if (number > RunInfo.FORMAT) {
      throw new IllegalArgumentException(
          "%s is a run of format %d; this sbr reads formats up to %d"
              .formatted(folder, number, RunInfo.FORMAT));
    }
    if (number > 1 && run.manifest().isEmpty()) {
      throw new IllegalArgumentException(
          run.manifestFile() + " is missing: without it nothing shows that files belong together");
    }
    return Optional.of(Json.read(run.checked(run.runFile()), RunInfo.class));
  }

  /** The manifest as it is now; empty for a run from before there were any, or not yet begun. */
  Optional<Manifest> manifest() {
    return Files.exists(manifestFile())
        ? Optional.of(Manifest.read(manifestFile()))
        : Optional.empty();
  }

  /** The id of the run; empty for one from before there were any. */
  public Optional<String> id() {
    return manifest().map(Manifest::run);
  }

  /**
   * Whether a file is there.
   *
   * @throws IllegalArgumentException naming it if it is not and should be
   */
  public boolean has(Path file) {
    return Files.exists(file) || content(file).isPresent();
  }

  /**
   * A file, checked to be the one that the run has written.
   *
   * @return the same
   * @throws IllegalArgumentException naming it if it is absent, changed, or another run's
   */
  public Path checked(Path file) {
    return content(file)
        .map(content -> file)
        .orElseThrow(() -> new IllegalArgumentException(file + ": there is no such file"));
  }

  /** Whether a file is too large to be read through whenever a program starts. */
  public boolean isLarge(Path file) {
    return isLarger(file, LARGE);
  }

  private static boolean isLarger(Path file, long most) {
    try {
      return Files.exists(file) && Files.size(file) > most;
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": " + InputFiles.reason(e), e);
    }
  }

  /**
   * A file that is mapped, not read: checked by its size alone if it is large, so that a server
   * starts at once whatever its size; resuming the run compares its hash.
   *
   * @return the same
   * @throws IllegalArgumentException as {@link #checked}
   */
  public Path checkedToMap(Path file) {
    return checkedToMap(file, LARGE);
  }

  Path checkedToMap(Path file, long most) {
    if (isLarger(file, most)) {
      String name = file.getFileName().toString();
      long bytes = file.toFile().length();
      if (manifest().map(known -> known.allowsSize(name, bytes)).orElse(true)) {
        return file;
      }
    }
    return checked(file); // says what is wrong, or waits for who is writing
  }

  /** What a file holds, checked; empty if it is rightly absent. */
  Optional<Content> content(Path file) {
    String name = file.getFileName().toString();
    Optional<Manifest> known = manifest();
    while (true) {
      Content found = contentNow(file);
      if (known.isEmpty() || known.get().allows(name, found)) {
        return Optional.ofNullable(found);
      }
      Optional<Manifest> later = manifest(); // another process may be training
      if (later.equals(known)) {
        throw refused(file, known.get().files().containsKey(name), found);
      }
      known = later;
    }
  }

  private static Content contentNow(Path file) {
    try {
      return Files.exists(file) ? Content.of(file) : null;
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": " + InputFiles.reason(e), e);
    }
  }

  private IllegalArgumentException refused(Path file, boolean listed, Content found) {
    String fault =
        found == null
            ? " is missing: " + Manifest.FILE + " says what it held"
            : listed
                ? " is not as the run has written it: " + Manifest.FILE + " has another hash"
                : " is not of this run: " + Manifest.FILE + " does not name it";
    return new IllegalArgumentException(file + fault);
  }

  /** Whether nothing is in the folder but perhaps the lock. A missing folder is empty. */
  public boolean isEmpty() throws IOException {
    return names().stream().allMatch(RunLock.FILE::equals);
  }

  /** The first name in the folder that no run has put there. */
  public Optional<String> stranger() throws IOException {
    Set<String> own = new HashSet<>(Set.of(RunLock.FILE));
    for (Path file : written()) {
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

  /** All files that a run may have, but for manifest and lock. */
  List<Path> files() {
    return List.of(
        runFile(),
        items(),
        transitions(),
        popularity(),
        views(),
        rules(),
        index(),
        blend(),
        model(),
        checkpoint(),
        history(),
        ranks(),
        mrrRanks(),
        networkRanks(),
        neighbourRanks());
  }

  private List<Path> written() {
    return Stream.concat(files().stream(), Stream.of(manifestFile())).toList();
  }

  /** Removes what a killed writer left beside its files; for the holder of the lock. */
  public void removeLeftovers() throws IOException {
    for (Path file : written()) {
      Files.deleteIfExists(AtomicFiles.beside(file));
    }
  }
}
