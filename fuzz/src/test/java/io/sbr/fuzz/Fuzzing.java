package io.sbr.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs Jazzer over one subject in a process of its own. */
final class Fuzzing {
  /** An input that takes longer is a finding: none of them is larger than {@link #LARGEST}. */
  private static final int SECONDS_PER_INPUT = 10;

  private static final int LARGEST = 1 << 16;

  private Fuzzing() {}

  /**
   * @param figures what was tried
   * @param finding the end of Jazzer's output if it found something, else empty
   */
  record Outcome(String figures, String finding) {}

  /**
   * Fuzzes.
   *
   * @param seconds for how long
   * @param folder for seeds, corpus and findings
   */
  static Outcome run(Subject subject, int seconds, Path folder)
      throws IOException, InterruptedException {
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    List<byte[]> seeds = subject.seeds(Files.createDirectories(folder.resolve("seeds")));
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(corpus.resolve("seed-" + i), seeds.get(i));
    }
    Path log = folder.resolve("log");
    Process jazzer =
        new ProcessBuilder(command(subject.name(), seconds, folder, corpus))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!jazzer.waitFor(seconds + 120L, TimeUnit.SECONDS)) {
        return new Outcome("", "no end after " + (seconds + 120) + " s\n" + end(log));
      }
    } finally {
      jazzer.destroyForcibly();
    }
    String figures = Figures.in(Files.readString(log)).orElse("");
    return new Outcome(figures, jazzer.exitValue() == 0 && !figures.isEmpty() ? "" : end(log));
  }

  private static List<String> command(String subject, int seconds, Path folder, Path corpus) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-Xss2m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + JazzerTarget.class.getName());
    command.add("--target_args=" + subject + " " + folder.resolve("work"));
    command.add(
        "--instrumentation_includes=io.sbr.data.**:io.sbr.models.**:io.sbr.tensor.io.**:io.sbr.cli.ask.**");
    command.add("--reproducer_path=" + folder);
    command.add("-artifact_prefix=" + folder + "/");
    command.add("-max_total_time=" + seconds);
    command.add("-timeout=" + SECONDS_PER_INPUT);
    command.add("-max_len=" + LARGEST);
    command.add("-rss_limit_mb=3000");
    command.add("-seed=1");
    command.add("-print_final_stats=1");
    command.add(corpus.toString());
    return command;
  }

  private static String end(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }
}
