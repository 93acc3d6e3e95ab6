package io.sbr.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A master and workers on loopback, each a process of its own, started by their main classes from
 * the SPARK_HOME that Maven lays out.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String LOOPBACK = "127.0.0.1";

  private final Path folder;
  private final Path home;
  private final Path jar;
  private final String master;
  private final List<Process> started = new ArrayList<>();
  private int workers;

  /** Starts a master; its folder and those of workers and jobs are made in this one. */
  StandaloneCluster(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    home = Path.of(System.getProperty("sbr.spark.home"));
    jar = Path.of(System.getProperty("sbr.spark.jar"));
    int port = freePort();
    master = "spark://" + LOOPBACK + ":" + port;
    List<String> command = java("512m");
    command.add("-Dspark.master.rest.enabled=false");
    command.addAll(List.of("org.apache.spark.deploy.master.Master", "--host", LOOPBACK));
    command.addAll(List.of("--port", Integer.toString(port), "--webui-port", "0"));
    Path log = folder.resolve("master.log");
    start(command, log);
    until(() -> read(log).contains("I have been elected leader"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    }
  }

  private List<String> java(String heap) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("sbr.spark.flags").strip().split("\\s+")));
    command.addAll(List.of("-Xmx" + heap, "-cp", home.resolve("jars") + "/*"));
    return command;
  }

  private Process start(List<String> command, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", LOOPBACK);
    builder.environment().put("SPARK_LOCAL_DIRS", log.resolveSibling("local").toString());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /**
   * A worker.
   *
   * @param process with its executors as children
   * @param folder that has what it keeps
   */
  record Worker(Process process, Path folder) {
    /** Whether executors have written something for others to fetch. */
    boolean hasShuffled() {
      return find(folder.resolve("local"), "shuffle_.*\\.data");
    }

    /** Ends it at once, as a power cut would. */
    void kill() throws InterruptedException {
      List<ProcessHandle> executors = process.descendants().toList();
      process.destroyForcibly();
      executors.forEach(ProcessHandle::destroyForcibly);
      process.waitFor();
    }
  }

  private static boolean find(Path folder, String name) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.anyMatch(file -> file.getFileName().toString().matches(name));
    } catch (IOException | UncheckedIOException e) {
      return false; // it was removed a moment ago
    }
  }

  /** Starts a worker with one core, and waits until the master knows it. */
  Worker worker() throws IOException, InterruptedException {
    Path own = Files.createDirectories(folder.resolve("worker" + workers++));
    List<String> command = java("256m");
    command.addAll(List.of("org.apache.spark.deploy.worker.Worker", "--host", LOOPBACK));
    command.addAll(List.of("--cores", "1", "--memory", "900m", "--webui-port", "0"));
    command.addAll(List.of("--work-dir", own.resolve("work").toString(), master));
    Path log = own.resolve("log");
    Process process = start(command, log);
    until(() -> read(log).contains("Successfully registered with master"));
    return new Worker(process, own);
  }

  /**
   * A job.
   *
   * @param driver its process
   * @param log of it
   */
  record Job(Process driver, Path log) {
    /** Waits for its end, which must be a good one. */
    String succeeded() throws InterruptedException {
      assertThat(driver.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(driver.exitValue()).as(read(log)).isZero();
      return read(log);
    }

    /** Waits until it has come to a point, which it must not have passed by ending. */
    void reaches(BooleanSupplier point) throws InterruptedException {
      until(() -> point.getAsBoolean() || !driver.isAlive());
      assertThat(driver.isAlive()).as(read(log)).isTrue();
    }
  }

  /** Submits a command. */
  Job submit(String... args) throws IOException {
    return submit(master, "800m", args);
  }

  /**
   * Submits a command whose executors have little memory.
   *
   * @param memory heap of each, as Spark reads it
   */
  Job submitWithin(String memory, String... args) throws IOException {
    return submit(master, memory, args);
  }

  /** Runs a command in one JVM, which is started with nothing but what Spark reaches into. */
  Job here(String... args) throws IOException {
    return submit("local[2]", "800m", args);
  }

  private Job submit(String master, String memory, String[] args) throws IOException {
    List<String> command = java("768m");
    command.add("org.apache.spark.deploy.SparkSubmit");
    command.addAll(List.of("--master", master, "--class", Main.class.getName()));
    command.addAll(List.of("--executor-memory", memory, "--executor-cores", "1"));
    for (String conf : List.of("spark.ui.enabled=false", "spark.driver.host=" + LOOPBACK)) {
      command.addAll(List.of("--conf", conf));
    }
    command.add(jar.toString());
    command.addAll(List.of(args));
    Path log = Files.createTempFile(folder, args[0], ".log");
    return new Job(start(command, log), log);
  }

  private static void until(BooleanSupplier point) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!point.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for too long").isLessThan(end);
      Thread.sleep(20);
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends all that was started. */
  @Override
  public void close() throws InterruptedException {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }
}
