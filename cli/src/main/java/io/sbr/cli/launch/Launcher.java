package io.sbr.cli.launch;

import java.util.List;
import java.util.Optional;

/**
 * What the second JVM knows of the first, which tells it by system properties. They are not
 * inherited, as the environment is: whatever a user's shell or another program has exported, a
 * process is a second JVM only if a first one has made it one.
 *
 * @param pid process id of the first JVM
 * @param terminal whether the first JVM's standard error is a terminal
 */
record Launcher(long pid, boolean terminal) {
  private static final String PID = "sbr.launcher";
  private static final String TERMINAL = "sbr.launcher.terminal";

  /** This process, as the launcher of another. */
  static Launcher here() {
    return new Launcher(ProcessHandle.current().pid(), Terminal.isErrorTerminal());
  }

  /** The launcher of this process, if it has one. */
  static Optional<Launcher> ofThis() {
    return of(System.getProperty(PID), System.getProperty(TERMINAL));
  }

  /** What the properties say; nothing if they cannot be a launcher's. */
  static Optional<Launcher> of(String pid, String terminal) {
    if (pid == null || !pid.matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(new Launcher(Long.parseLong(pid), Boolean.parseBoolean(terminal)));
  }

  /** Options that tell the second JVM. */
  List<String> options() {
    return List.of("-D" + PID + "=" + pid, "-D" + TERMINAL + "=" + terminal);
  }
}
