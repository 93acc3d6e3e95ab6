package io.sbr.models.run;

import io.sbr.tensor.io.AtomicFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The one writer of a run folder: holds its lock, and keeps {@code manifest.json} true at every
 * moment. A file is written beside its place, then the manifest says what is to come, then the file
 * takes its place; a process killed anywhere in between leaves a folder that loads and goes on.
 */
public final class RunWriter implements AutoCloseable {
  private final RunDirectory run;
  private final RunLock lock;
  private final String id;
  private final Map<String, Manifest.Entry> entries = new TreeMap<>();

  private RunWriter(RunDirectory run, RunLock lock, String id) {
    this.run = run;
    this.lock = lock;
    this.id = id;
  }

  /**
   * Opens a folder for writing and checks every file of it. What a writer that was killed left
   * beside its files is removed; a folder from before there were manifests gets one with the first
   * file that is written.
   *
   * @param lock of the folder; closed with the writer
   * @param fresh id of the run if it begins now
   * @throws IllegalArgumentException naming the first file that is not what the run has written
   */
  public static RunWriter open(RunDirectory run, RunLock lock, String fresh) throws IOException {
    run.removeLeftovers();
    boolean begun = RunDirectory.info(run.folder()).isPresent();
    Optional<Manifest> manifest = run.manifest();
    String id = begun ? manifest.map(Manifest::run).orElse(fresh) : fresh;
    RunWriter writer = new RunWriter(run, lock, id);
    Map<String, Path> files = new TreeMap<>();
    run.files().forEach(file -> files.put(file.getFileName().toString(), file));
    manifest.ifPresent(
        known -> known.files().keySet().forEach(name -> files.put(name, run.file(name))));
    for (Map.Entry<String, Path> file : files.entrySet()) {
      boolean lost = file.getValue().equals(run.history()) && !Files.exists(file.getValue());
      if (!lost) { // a run goes on without its history's times
        run.content(file.getValue())
            .ifPresent(now -> writer.entries.put(file.getKey(), new Manifest.Entry(now, null)));
      }
    }
    return writer;
  }

  /** Where it writes. */
  public RunDirectory directory() {
    return run;
  }

  /** The id of the run. */
  public String id() {
    return id;
  }

  /**
   * Replaces one of the small files, unless it holds just that.
   *
   * @throws IOException as the other
   */
  public void replace(Path file, byte[] content) throws IOException {
    HashingChannel hash = new HashingChannel(Channels.newChannel(OutputStream.nullOutputStream()));
    writeFully(hash, content);
    if (new Manifest.Entry(hash.content(), null)
        .equals(entries.get(file.getFileName().toString()))) {
      checkHeld();
      return;
    }
    replace(
        file,
        channel -> writeFully(channel, content),
        written -> {
          if (!Arrays.equals(Files.readAllBytes(written), content)) {
            throw new IOException(file + " was not written as it should be");
          }
        });
  }

  /**
   * Replaces a file as a whole, or leaves it as it was.
   *
   * @throws io.sbr.models.train.LostRunException if the folder was removed or replaced meanwhile
   * @throws IOException if it cannot be written
   */
  public void replace(Path file, AtomicFiles.Writer writer, AtomicFiles.Verifier verifier)
      throws IOException {
    checkHeld();
    String name = file.getFileName().toString();
    Manifest.Entry before = entries.get(name);
    Content[] written = new Content[1];
    AtomicFiles.replace(
        file,
        channel -> {
          HashingChannel hashing = new HashingChannel(channel);
          writer.write(hashing);
          written[0] = hashing.content();
        },
        beside -> {
          verifier.verify(beside);
          Content now = before == null ? null : before.now();
          writeManifest(name, new Manifest.Entry(now, written[0]));
        });
    entries.put(name, new Manifest.Entry(written[0], null));
  }

  /** The manifest with what is about to become of one file. */
  private void writeManifest(String name, Manifest.Entry announced) throws IOException {
    Map<String, Manifest.Entry> files = new TreeMap<>(entries);
    files.put(name, announced);
    writeManifest(new Manifest(id, files));
  }

  private void writeManifest(Manifest manifest) throws IOException {
    byte[] content = Json.bytes(manifest);
    AtomicFiles.replace(run.manifestFile(), channel -> writeFully(channel, content), written -> {});
  }

  /**
   * Checks that the folder is still the one that was opened.
   *
   * @throws io.sbr.models.train.LostRunException if it was removed or replaced
   */
  void checkHeld() throws IOException {
    lock.check();
  }

  private static void writeFully(WritableByteChannel channel, byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Leaves a manifest that allows one content of every file, and lets the next writer in. */
  @Override
  public void close() throws IOException {
    try (lock) {
      Manifest now = new Manifest(id, entries);
      if (lock.isHeld() && run.isBegun() && !run.manifest().equals(Optional.of(now))) {
        writeManifest(now);
      }
    }
  }
}
