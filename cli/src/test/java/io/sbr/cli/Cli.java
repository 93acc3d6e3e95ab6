package io.sbr.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Runs commands in this JVM and keeps what they print; makes the small files that tests need. */
public final class Cli {
  private Cli() {}

  /** What a command did. */
  public record Outcome(int code, String out, String err) {
    /**
     * The result of a command with {@code --json}: nothing but one object is on standard output.
     */
    public JsonNode json() {
      try {
        return new ObjectMapper().readTree(out);
      } catch (IOException e) {
        throw new UncheckedIOException(out, e);
      }
    }
  }

  public static Outcome run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] texts = Stream.of(args).map(Object::toString).toArray(String[]::new);
    int code = Main.run(texts, new PrintWriter(out, true), new PrintWriter(err, true));
    return new Outcome(code, out.toString(), err.toString());
  }

  /** A run that is over in a moment: few items, narrow vectors, one epoch unless said otherwise. */
  static List<Object> quickTraining(Path data, Path run, Object... more) {
    List<Object> args = new ArrayList<>();
    args.addAll(List.of("train", "--data", data, "--run", run, "--hidden", 8, "--batch-size", 16));
    args.addAll(List.of("--threads", 1));
    args.addAll(List.of(more));
    return args;
  }

  public static Outcome train(Path data, Path run, Object... more) {
    List<Object> args = quickTraining(data, run, more);
    if (!args.contains("--epochs")) {
      args.addAll(List.of("--epochs", 1));
    }
    return run(args.toArray());
  }

  /** Plain sessions that walk around a ring of items: 10, 20, …, 90. */
  public static Path ring(Path folder) throws IOException {
    Files.createDirectories(folder);
    StringBuilder train = new StringBuilder();
    StringBuilder test = new StringBuilder();
    for (int s = 0; s < 60; s++) {
      StringBuilder lines = s % 4 == 3 ? test : train;
      for (int i = 0; i < 3 + s % 3; i++) {
        lines.append(i == 0 ? "" : " ").append(10 * (1 + (s + i) % 9));
      }
      lines.append('\n');
    }
    Files.writeString(folder.resolve("train.txt"), train);
    Files.writeString(folder.resolve("test.txt"), test);
    return folder;
  }

  /** Makes a run one of the format that had no manifest: its files may be changed by hand. */
  public static void unbind(Path run) throws IOException {
    Path info = run.resolve("run.json");
    Files.writeString(info, Files.readString(info).replace("\"format\" : 2,", "\"format\" : 1,"));
    Files.delete(run.resolve("manifest.json"));
  }

  /** Ends a test as skipped where it cannot be made; Surefire does not print an assumption. */
  public static void assume(boolean possible, String reason) {
    if (!possible) {
      System.out.println("skipped: " + reason);
    }
    Assumptions.assumeTrue(possible, reason);
  }

  public static Path plain(Path folder, String train, String test) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("train.txt"), train);
    Files.writeString(folder.resolve("test.txt"), test);
    return folder;
  }
}
