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
  /**
   * Commands that are over in about a second, started so that they begin sooner. A training would
   * not gain by it, and should run as it was measured.
   */
  private static final Set<String> BRIEF = Set.of("recommend", "explain");

  /** The release since which Java remarks on native libraries that were not announced. */
  private static final int WARNS_OF_NATIVE_ACCESS = 24;

  private Relaunch() {}

  /** Whether a second JVM would have the Vector API and this one has not. */
  public static boolean useful() {
    return ModuleLayer.boot().findModule(JvmOptions.VECTOR_MODULE).isEmpty()
        && !isChild() // or a second JVM that lacks it too would start a third
        && ModuleFinder.ofSystem().find(JvmOptions.VECTOR_MODULE).isPresent();
  }

  /** Whether this is the second JVM. */
  public static boolean isChild() {
    return Launcher.ofThis().isPresent();
  }

  /**
   * Runs {@code main} with the same Java, JVM options, class path and streams.
   *
   * @param main class with the main method
   * @param arguments of the command
   * @return the child's exit code; {@value KilledChild#KILLED}, which is then explained in a line,
   *     if it was killed
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
    Process child = builder.start();
    KilledChild killed = KilledChild.watch();
    Thread errors = StandardError.copy(child.getErrorStream());
    Thread signals = new Thread(() -> passOn(child, errors), "pass-signal-on");
    Runtime.getRuntime().addShutdownHook(signals);
    int code = await(child, errors);
    archive.keep(code);
    if (removeHook(signals) && code == KilledChild.KILLED) {
      System.err.println(killed.words(arguments.get(0)));
    }
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

  /** False if a signal came, perhaps as the child ended; the hook then finds it gone. */
  private static boolean removeHook(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** Ours come first: of two options that contradict each other, the later one holds. */
  private static List<String> command(
      List<String> sooner, List<String> jvm, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(sooner);
    command.addAll(jvm);
    command.addAll(Launcher.here().options());
    if (isJar()) {
      command.addAll(List.of("-jar", classPath())); // its manifest counts only this way
    } else {
      if (Runtime.version().feature() >= WARNS_OF_NATIVE_ACCESS) {
        command.add("--enable-native-access=ALL-UNNAMED"); // as the manifest has it
      }
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
