package io.sbr.cli.launch;

import io.sbr.kernels.cpu.jvm.JvmOptions;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Starts the same command in a JVM that has the Vector API, and waits for it. */
public final class Relaunch {
  /** In the child's environment: process id of its parent. Its presence ends any chain. */
  static final String PARENT = "SBR_LAUNCHER_PID";

  /** In the child's environment: whether the parent's standard error is a terminal. */
  static final String TERMINAL = "SBR_LAUNCHER_TERMINAL";

  /**
   * Commands that are over in about a second, started so that they begin sooner. A training would
   * not gain by it, and should run as it was measured.
   */
  private static final Set<String> BRIEF = Set.of("recommend", "explain");

  private Relaunch() {}

  /** Whether a second JVM would have the Vector API and this one has not. */
  public static boolean useful() {
    return ModuleLayer.boot().findModule(JvmOptions.VECTOR_MODULE).isEmpty()
        && System.getenv(PARENT) == null
        && ModuleFinder.ofSystem().find(JvmOptions.VECTOR_MODULE).isPresent();
  }

  /** Whether this is the second JVM. */
  public static boolean isChild() {
    return System.getenv(PARENT) != null;
  }

  /**
   * Runs {@code main} with the same Java, JVM options, class path and streams.
   *
   * @param main class with the main method
   * @param arguments of the command
   * @return the child's exit code
   * @throws IOException if it cannot be started
   */
  public static int run(String main, List<String> arguments) throws IOException {
    List<String> jvm = JvmOptions.with(ManagementFactory.getRuntimeMXBean().getInputArguments());
    boolean brief = BRIEF.contains(arguments.get(0));
    ClassArchive archive =
        brief && isJar() ? ClassArchive.of(arguments.get(0), jvm, classPath()) : ClassArchive.NONE;
    List<String> sooner = new ArrayList<>(archive.options());
    if (brief) {
      sooner.addAll(HugePages.options(jvm));
    }
    ProcessBuilder builder = new ProcessBuilder(command(sooner, jvm, main, arguments));
    builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
    builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put(PARENT, Long.toString(ProcessHandle.current().pid()));
    builder.environment().put(TERMINAL, Boolean.toString(Terminal.isErrorTerminal()));
    Process child = builder.start();
    Thread errors = StandardError.copy(child.getErrorStream());
    Thread signals = new Thread(() -> passOn(child, errors), "pass-signal-on");
    Runtime.getRuntime().addShutdownHook(signals);
    int code = await(child, errors);
    archive.keep(code);
    removeHook(signals);
    return code;
  }

  /**
   * The JVM is being ended by a signal: the child saves and ends, then this JVM does, with the exit
   * code of the signal.
   */
  private static void passOn(Process child, Thread errors) {
    child.toHandle().destroy(); // Process.destroy would also close its last words
    await(child, errors);
  }

  private static int await(Process child, Thread errors) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          int code = child.waitFor();
          errors.join();
          return code;
        } catch (InterruptedException e) {
          interrupted = true; // the child still decides
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // A signal came as the child ended; the hook then finds it gone.
    }
  }

  /** Ours come first: of two options that contradict each other, the later one holds. */
  private static List<String> command(
      List<String> sooner, List<String> jvm, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(sooner);
    command.addAll(jvm);
    if (isJar()) {
      command.addAll(List.of("-jar", classPath())); // its manifest counts only this way
    } else {
      command.addAll(List.of("-cp", classPath(), main));
    }
    command.addAll(arguments);
    return command;
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private static boolean isJar() {
    return classPath().endsWith(".jar") && !classPath().contains(File.pathSeparator);
  }
}
