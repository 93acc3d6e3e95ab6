package io.sbr.bench.starts;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts a JVM that does a user's work ({@link UserWork}), and reads what it printed. */
final class StartedWork {
  private final String main;
  private final String classPath;
  private final long limitSeconds;

  /**
   * Starts of this program.
   *
   * @param main the class whose command {@code work} does it
   * @param classPath of the JVMs
   * @param limitSeconds after which a JVM is ended
   */
  StartedWork(String main, String classPath, long limitSeconds) {
    this.main = main;
    this.classPath = classPath;
    this.limitSeconds = limitSeconds;
  }

  /**
   * One start, which takes the processor's time of its work; whatever goes wrong in it is told in
   * its result.
   *
   * @throws IOException if there is no room for its files
   */
  Start run(StartCase startCase, int round) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("sbr-start");
    try {
      Path output = folder.resolve("output");
      ProcessBuilder builder = new ProcessBuilder(command(startCase, folder.resolve("run")));
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      Process process = builder.start();
      try {
        if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
          return failed(startCase, round, "not done within " + limitSeconds + " s");
        }
      } finally {
        process.destroyForcibly().waitFor();
      }
      return read(startCase, round, process.exitValue(), Files.readAllLines(output));
    } finally {
      delete(folder);
    }
  }

  /** What is started, word by word. */
  List<String> command(StartCase startCase, Path run) {
    List<String> command = new ArrayList<>(List.of(startCase.java().java().toString()));
    command.addAll(startCase.jvmOptions());
    command.addAll(List.of("-cp", classPath, main, "work", "--run=" + run));
    return command;
  }

  /** What a JVM that has ended printed: a line of JSON among warnings. */
  static Start read(StartCase startCase, int round, int exitCode, List<String> output)
      throws IOException {
    List<String> lines = output.stream().filter(line -> !line.isBlank()).toList();
    String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    if (exitCode != 0 || !last.startsWith("{")) {
      String reason =
          lines.stream()
              .filter(line -> !line.startsWith("WARNING"))
              .findFirst()
              .orElse("nothing printed");
      return failed(startCase, round, "exit code " + exitCode + ": " + reason.strip());
    }
    UserWork.Times times = new ObjectMapper().readValue(last, UserWork.Times.class);
    int wanted = startCase.width().bits;
    if (wanted != 0 && wanted != times.simdBits()) {
      return failed(
          startCase, round, "has vectors of " + times.simdBits() + " bits, not " + wanted);
    }
    return new Start(startCase, round, times.times(), "");
  }

  private static Start failed(StartCase startCase, int round, String reason) {
    return new Start(startCase, round, Map.of(), reason);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
