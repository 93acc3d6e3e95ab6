package io.sbr.cli;

import io.sbr.cli.launch.JvmExit;
import io.sbr.cli.launch.ParentWatch;
import io.sbr.cli.launch.Relaunch;
import io.sbr.cli.options.Failures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;

/** Entry point of {@code sbr-cli.jar}. */
public final class Main {
  private Main() {}

  /**
   * Runs a command and ends the JVM with its exit code: 0 right, 1 failed, 2 bad input, 128 and
   * more ended by a signal.
   */
  public static void main(String[] args) {
    ParentWatch.start();
    logInLines();
    Charset terminal = Charset.forName(System.getProperty("native.encoding", "UTF-8"));
    PrintWriter out = new PrintWriter(System.out, true, terminal);
    PrintWriter err = new PrintWriter(System.err, true, terminal);
    boolean second = FirstLook.surelyForSecondJvm(args) && Relaunch.useful();
    JvmExit.with(second ? runInSecondJvm(args, err) : run(args, out, err));
  }

  /** What libraries log stands on standard error as our own lines do, unless the user says how. */
  private static void logInLines() {
    String format = "java.util.logging.SimpleFormatter.format";
    if (System.getProperty(format) == null) {
      System.setProperty(format, "%5$s%n");
    }
  }

  private static int runInSecondJvm(String[] args, PrintWriter err) {
    try {
      return Relaunch.run(Main.class.getName(), List.of(args));
    } catch (IOException | RuntimeException e) {
      return Failures.report(e, err, Failures.traceWanted(args));
    }
  }

  /**
   * Runs a command in this process.
   *
   * @param out results
   * @param err everything else
   * @return the exit code
   */
  static int run(String[] args, PrintWriter out, PrintWriter err) {
    if (WrittenHelp.answers(args)) {
      out.print(WrittenHelp.text());
      out.flush();
      return 0;
    }
    return Invocation.run(args, SbrCommand::of, out, err);
  }
}
