package io.sbr.cli.launch;

import java.util.OptionalLong;

/**
 * The last words of a child that could not say any: SIGKILL, which is how Linux takes memory back,
 * ends a process between two instructions.
 */
final class KilledChild {
  /** As a shell counts: 128 and the signal's number. Supervisors know the code, so it stays. */
  static final int KILLED = 128 + 9;

  private static final String SMALLER =
      "give it more memory, lower --batch-size or --hidden, or bound Java with a smaller -Xmx";

  private final MemoryLimit memory;
  private final long before;

  private KilledChild(MemoryLimit memory) {
    this.memory = memory;
    before = memory.kills().orElse(0);
  }

  /** To be called as the child starts. */
  static KilledChild watch() {
    return new KilledChild(MemoryLimit.here());
  }

  /**
   * One line for the user.
   *
   * @param command what was asked for, such as {@code train}
   */
  String words(String command) {
    return words(command, memory.kills().orElse(0) > before, memory.bytes());
  }

  /**
   * The same of a machine that is described.
   *
   * @param wanting whether the system says that it was for want of memory
   * @param limit of the memory of this group of processes, bytes; empty if there is none
   */
  static String words(String command, boolean wanting, OptionalLong limit) {
    StringBuilder line = new StringBuilder("sbr: the JVM that computes was killed ");
    line.append(
        wanting
            ? "by the system, for it needed more memory than there is"
            : "(SIGKILL), by somebody or, where memory was short, by the system");
    limit.ifPresent(bytes -> line.append(" (the limit here: %d MiB)".formatted(bytes >> 20)));
    line.append("; ").append(wanting ? "" : "if so, ").append(SMALLER);
    if (command.equals("train")) {
      line.append("; a run goes on from its last checkpoint with --resume");
    }
    return line.toString();
  }
}
