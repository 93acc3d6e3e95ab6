package io.sbr.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Kills trainings at random moments, resumes them, and compares what they end with byte by byte
 * with runs that were never disturbed. Not a test by itself, because it takes minutes: {@code java
 * -cp … io.sbr.cli.KillLoop KILLS SEED}. A checkpoint is written after every step, so a kill has a
 * good chance to fall between two files.
 */
final class KillLoop {
  private static final List<String> FILES =
      List.of("model.safetensors", "checkpoint.safetensors", "ranks.csv.gz", "items.csv.gz");

  /** So many that a run is killed several times before it ends. */
  private static final int EPOCHS = 60;

  private KillLoop() {}

  public static void main(String[] args) throws Exception {
    int wanted = Integer.parseInt(args[0]);
    Random random = new Random(Long.parseLong(args[1]));
    Path folder = Files.createTempDirectory("kill-loop");
    long begin = System.nanoTime();
    Path data = Cli.ring(folder.resolve("ring"));
    Path whole = folder.resolve("whole");
    long start = System.nanoTime();
    end(start(data, whole));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    int kills = 0;
    int runs = 0;
    int wrong = 0;
    while (kills < wanted) {
      Path run = folder.resolve("run-" + runs++);
      boolean finished = false;
      while (!finished && kills < wanted) {
        Process process = start(data, run);
        finished = process.waitFor(random.nextLong(millis), TimeUnit.MILLISECONDS);
        if (finished) {
          wrong += process.exitValue() == 0 ? 0 : 1;
        } else {
          process.destroyForcibly().waitFor();
          kills++;
        }
      }
      end(start(data, run));
      for (String file : FILES) {
        if (Files.mismatch(whole.resolve(file), run.resolve(file)) >= 0) {
          System.out.println("differs: " + run.resolve(file));
          wrong++;
        }
      }
      System.out.printf(
          "%d kills in %d runs, %.0f s: %d wrong%n",
          kills, runs, (System.nanoTime() - begin) / 1e9, wrong);
      System.out.flush();
    }
    if (wrong == 0) {
      delete(folder);
    }
    System.exit(wrong == 0 ? 0 : 1);
  }

  private static Process start(Path data, Path run) throws IOException {
    List<Object> args =
        Cli.quickTraining(
            data,
            run,
            "--epochs",
            EPOCHS,
            "--patience",
            EPOCHS,
            "--checkpoint-every",
            1,
            "--no-relaunch");
    args.add("--resume");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    args.forEach(arg -> command.add(arg.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(run + ".log")))
        .start();
  }

  private static void end(Process process) throws InterruptedException {
    if (process.waitFor() != 0) {
      throw new IllegalStateException("a training that nobody killed has failed");
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
