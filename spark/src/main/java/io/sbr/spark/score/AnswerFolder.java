package io.sbr.spark.score;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder of answers, a file for each part. It has its plan before any part, a part when that is
 * whole, and {@value #FINISHED} when all are there; readers of a folder pass over names that begin
 * with an underscore.
 */
final class AnswerFolder {
  /** Which readers and schedulers look for, as Spark writes it. */
  static final String FINISHED = "_SUCCESS";

  /** Files that are being written. */
  static final String UNFINISHED = "_unfinished";

  private static final String PLAN = "_plan.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileSystem files;
  private final Path folder;
  private final ScorePlan plan;

  private AnswerFolder(FileSystem files, Path folder, ScorePlan plan) {
    this.files = files;
    this.folder = folder;
    this.plan = plan;
  }

  /** The file of a part. */
  static String name(int part, AnswerForm form) {
    return "part-%06d%s".formatted(part, form.suffix());
  }

  /**
   * Begins a folder, or goes on with it.
   *
   * @throws DataException if it holds something else, or answers of another plan
   * @throws IOException if it cannot be read or written
   */
  static AnswerFolder begin(String out, Configuration hadoop, ScorePlan plan) throws IOException {
    Path folder = new Path(out);
    FileSystem files = folder.getFileSystem(hadoop);
    Path written = new Path(folder, PLAN);
    if (files.exists(written)) {
      plan.check(out, read(files, written));
    } else if (files.exists(folder) && files.listStatus(folder).length > 0) {
      throw new DataException(out + " holds something else: name a folder to make");
    } else {
      write(files, written, plan);
    }
    return new AnswerFolder(files, folder, plan);
  }

  private static ScorePlan read(FileSystem files, Path written) throws IOException {
    try (InputStream in = files.open(written)) {
      return JSON.readValue(in, ScorePlan.class);
    } catch (JacksonException e) {
      throw new DataException(written + " is damaged: " + e.getOriginalMessage());
    }
  }

  /** Elsewhere first: a plan that is in its place is whole. */
  private static void write(FileSystem files, Path place, ScorePlan plan) throws IOException {
    Path beside = new Path(new Path(place.getParent(), UNFINISHED), PLAN);
    try (OutputStream out = files.create(beside, true)) {
      out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(plan));
    }
    if (!files.rename(beside, place)) {
      throw new IOException(place + " cannot be written");
    }
  }

  /** Numbers of the parts that are not there. */
  int[] missing() throws IOException {
    Set<String> there = new HashSet<>();
    for (FileStatus file : files.listStatus(folder)) {
      there.add(file.getPath().getName());
    }
    return IntStream.range(0, plan.pieces().size())
        .filter(part -> !there.contains(name(part, plan.form())))
        .toArray();
  }

  /**
   * Says that all parts are there.
   *
   * @throws IOException if they are not
   */
  void finish() throws IOException {
    if (missing().length > 0) {
      throw new IOException(folder + ": parts were removed meanwhile");
    }
    files.delete(new Path(folder, UNFINISHED), true);
    files.create(new Path(folder, FINISHED), true).close();
  }
}
