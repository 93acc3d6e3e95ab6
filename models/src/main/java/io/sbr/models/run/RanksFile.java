package io.sbr.models.run;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The rank of every target of the test part, in the order of the examples: what paired tests and
 * figures of parts of the test part are computed from. On disk: gzip, a line {@code epoch N}, then
 * a rank a line.
 *
 * @param epoch whose weights ranked, from 0
 * @param ranks from 1
 */
public record RanksFile(int epoch, int[] ranks) {
  private static final String HEAD = "epoch ";

  /** Replaces the file as a whole. */
  public void write(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer text =
        new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.US_ASCII)) {
      text.write(HEAD + epoch + "\n");
      for (int rank : ranks) {
        text.write(rank + "\n");
      }
    }
    RunDirectory.replace(file, bytes.toByteArray());
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming the file if it is not what it should be
   */
  public static RanksFile read(Path file) {
    try (InputStream raw = Files.newInputStream(file);
        BufferedReader text =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(raw), StandardCharsets.US_ASCII))) {
      String head = text.readLine();
      if (head == null || !head.startsWith(HEAD)) {
        throw new IllegalArgumentException(file + " is malformed: no line 'epoch N' at its head");
      }
      int[] ranks = text.lines().mapToInt(Integer::parseInt).toArray();
      return new RanksFile(Integer.parseInt(head.substring(HEAD.length())), ranks);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(file + " is malformed: " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw new IllegalArgumentException(
          "cannot read " + file + ": " + e.getCause().getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
