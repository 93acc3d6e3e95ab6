package io.sbr.cli.ask;

import io.sbr.cli.options.InputOption;
import io.sbr.cli.options.UsageException;
import io.sbr.data.file.DamagedFileException;
import io.sbr.data.file.PackedFile;
import io.sbr.data.store.InputFiles;
import io.sbr.models.ask.NamedSession;
import io.sbr.models.pipeline.Clicks;
import io.sbr.models.pipeline.SessionRecommender;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sessions of a file or of standard input, one a line, read in batches as they are answered: memory
 * is that of a batch, however long the file is.
 */
public final class SessionLines implements AutoCloseable {
  /** The name that stands for standard input. */
  public static final String STANDARD_INPUT = "-";

  /** Longest line, in characters: a session of a million clicks. */
  private static final int LONGEST = 1 << 24;

  /** Clicks after which a batch is full, however few sessions they are. */
  private static final int CLICKS = 1 << 16;

  private final String name;
  private final OptionalLong size;
  private final AtomicLong bytesRead;
  private final Reader text;
  private final boolean waiting;
  private long lines;
  private boolean ended;
  private RuntimeException fault;

  private SessionLines(
      String name, OptionalLong size, AtomicLong bytesRead, InputStream bytes, boolean waiting) {
    this.name = name;
    this.size = size;
    this.bytesRead = bytesRead;
    this.waiting = waiting;
    text = new BufferedReader(InputFiles.text(bytes), 1 << 16);
  }

  /**
   * Refuses what cannot be read.
   *
   * @param name of a file, or {@value #STANDARD_INPUT}
   */
  public static void check(String name) {
    if (!name.equals(STANDARD_INPUT)) {
      InputOption.check(Path.of(name));
    }
  }

  /**
   * Opens a file, perhaps packed, or standard input, whose writer may pause and is not waited for
   * to tell whether it packs.
   *
   * @param name of it, or {@value #STANDARD_INPUT}
   */
  public static SessionLines open(String name) throws IOException {
    AtomicLong bytesRead = new AtomicLong();
    if (name.equals(STANDARD_INPUT)) {
      return new SessionLines("standard input", OptionalLong.empty(), bytesRead, System.in, true);
    }
    Path file = Path.of(name);
    OptionalLong size = OptionalLong.of(Files.size(file));
    try {
      InputStream bytes = PackedFile.open(file, bytesRead::addAndGet).bytes();
      return new SessionLines(name, size, bytesRead, bytes, false);
    } catch (IOException e) {
      throw fault(name, e);
    }
  }

  /**
   * A session of the input.
   *
   * @param line counted from 1
   * @param name what the line calls it, if it does
   * @param clicks none where the line is blank
   */
  public record Asked(long line, Optional<String> name, Clicks clicks) {}

  /**
   * The next sessions, none at the end. Where whoever writes the input pauses, those that are there
   * come at once. What stands before a faulty line comes first; the fault is thrown by the call
   * after it.
   *
   * @throws UsageException naming the line that is no session
   */
  public List<Asked> next() {
    if (fault != null) {
      throw fault;
    }
    List<Asked> batch = new ArrayList<>();
    int clicks = 0;
    try {
      while (!ended && batch.size() < SessionRecommender.BATCH && clicks < CLICKS) {
        if (waiting && !batch.isEmpty() && !text.ready()) {
          break;
        }
        String line = line();
        if (line != null) {
          NamedSession session = SessionLine.parse(line);
          batch.add(new Asked(lines, session.name(), session.clicks()));
          clicks += session.clicks().items().size();
        }
      }
    } catch (UsageException e) {
      fault = new UsageException("%s, line %d: %s".formatted(name, lines, e.getMessage()));
    } catch (IOException e) {
      fault = fault(name, e);
    }
    if (fault != null && batch.isEmpty()) {
      throw fault;
    }
    return batch;
  }

  /** Whether all lines have been read. */
  public boolean ended() {
    return ended;
  }

  /** Lines read so far. */
  public long lines() {
    return lines;
  }

  /** Share of the input that has been read, in percent; empty where its size is not known. */
  public OptionalLong percent() {
    return size.isEmpty() || size.getAsLong() == 0
        ? OptionalLong.empty()
        : OptionalLong.of(Math.min(100, 100 * bytesRead.get() / size.getAsLong()));
  }

  /** The next line without its end, or null. */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int c = text.read();
    if (c < 0) {
      ended = true;
      return null;
    }
    lines++;
    if (lines == 1 && c == '\uFEFF') {
      c = text.read();
    }
    for (; c >= 0 && c != '\n'; c = text.read()) {
      if (line.length() == LONGEST) {
        throw new UsageException("the line is longer than " + LONGEST + " characters");
      }
      line.append((char) c);
    }
    ended = c < 0;
    int end = line.length();
    return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
  }

  /** Text that is none is the user's to mend; a disk that fails is not. */
  private static RuntimeException fault(String name, IOException e) {
    return e instanceof CharacterCodingException
            || e instanceof DamagedFileException
            || e instanceof EOFException
        ? new UsageException(name + ": " + InputFiles.reason(e))
        : new UncheckedIOException(new IOException(name + ": " + InputFiles.reason(e), e));
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
