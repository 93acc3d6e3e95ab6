package io.sbr.models.run;

import io.sbr.data.Shown;
import io.sbr.data.store.InputFiles;
import io.sbr.data.store.Links;
import io.sbr.tensor.io.AtomicFiles;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

  /** The file's content, compressed. */
  public byte[] gzipped() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer text =
        new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.US_ASCII)) {
      text.write(HEAD + epoch + "\n");
      for (int rank : ranks) {
        text.write(rank + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /** Replaces a file, which is no run's, as a whole; of a link, what it leads to. */
  public void write(Path file) throws IOException {
    ByteBuffer content = ByteBuffer.wrap(gzipped());
    AtomicFiles.replace(
        Links.target(file),
        channel -> {
          while (content.hasRemaining()) {
            channel.write(content);
          }
        },
        RanksFile::read);
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
      if (Arrays.stream(ranks).anyMatch(rank -> rank < 1)) {
        throw new IllegalArgumentException(file + " is malformed: a rank below 1");
      }
      return new RanksFile(Integer.parseInt(head.substring(HEAD.length())), ranks);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          file + " is malformed: " + Shown.brief(String.valueOf(e.getMessage())), e);
    } catch (UncheckedIOException e) {
      throw new IllegalArgumentException(file + ": " + InputFiles.reason(e.getCause()), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": " + InputFiles.reason(e), e);
    }
  }
}
