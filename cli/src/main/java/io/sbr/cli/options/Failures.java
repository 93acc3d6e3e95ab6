package io.sbr.cli.options;

import io.sbr.cli.report.Lines;
import io.sbr.data.DataException;
import io.sbr.data.Shown;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.regex.Pattern;
import picocli.CommandLine.ParameterException;

/** From what went wrong to one line for the user and an exit code for scripts. */
public final class Failures {
  /** What was asked for could not be done. */
  public static final int FAILED = 1;

  /** Wrong usage or bad input. */
  static final int BAD_INPUT = 2;

  /** The option that shows the stack trace too. */
  static final String TRACE_OPTION = "--stacktrace";

  /** As Linux, macOS and Windows say it; a quota is a disk of one's own. */
  private static final Pattern FULL =
      Pattern.compile("(?i)no space left|quota exceeded|not enough space");

  /** {@code FILE (Permission denied)}, as the older classes of Java say it. */
  private static final Pattern OLD_STYLE = Pattern.compile("(?s)^(.*) \\((.*)\\)$");

  private static final int DEEPEST_CAUSE = 20;

  private Failures() {}

  /** Whether the user wants to see where a failure comes from. */
  public static boolean traceWanted(String[] args) {
    return Arrays.asList(args).contains(TRACE_OPTION) || System.getenv("SBR_DEBUG") != null;
  }

  /** Prints one line, the stack trace if wanted, and gives the exit code. */
  public static int report(Throwable failure, PrintWriter err, boolean trace) {
    err.println(Shown.text("sbr: " + line(failure)));
    if (trace) {
      StringWriter where = new StringWriter();
      failure.printStackTrace(new PrintWriter(where, true));
      err.print(Lines.shown(where.toString().replace("\t", "    ")));
    }
    err.flush();
    return code(failure);
  }

  private static int code(Throwable failure) {
    return isOfTheInput(failure) && !isDiskFull(failure) ? BAD_INPUT : FAILED;
  }

  private static boolean isOfTheInput(Throwable failure) {
    return failure instanceof ParameterException
        || failure instanceof UsageException
        || failure instanceof DataException
        || failure instanceof IllegalArgumentException;
  }

  /** A full disk is nobody's bad input, whatever wrapped it on its way here. */
  private static boolean isDiskFull(Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < DEEPEST_CAUSE; depth++, at = at.getCause()) {
      if (at instanceof IOException && FULL.matcher(String.valueOf(at.getMessage())).find()) {
        return true;
      }
    }
    return false;
  }

  private static String line(Throwable failure) {
    return words(failure).replaceAll("\\s*\\R\\s*", "; ").strip();
  }

  private static String words(Throwable failure) {
    if (failure instanceof ParameterException usage) {
      String command = usage.getCommandLine().getCommandSpec().qualifiedName();
      return usage.getMessage() + " (see " + command + " --help)";
    }
    if (failure instanceof UncheckedIOException wrapped) {
      return words(wrapped.getCause());
    }
    if (failure instanceof NoSuchFileException absent) {
      return absent.getFile() + ": there is no such file or folder";
    }
    if (failure instanceof AccessDeniedException denied) {
      return denied.getFile() + ": permission denied";
    }
    if (failure instanceof FileAlreadyExistsException present) {
      return present.getFile() + " exists already";
    }
    if (failure instanceof FileNotFoundException old) {
      return OLD_STYLE.matcher(String.valueOf(old.getMessage())).replaceFirst("$1: $2").strip();
    }
    if (failure instanceof FileSystemException other && other.getReason() != null) {
      return other.getFile() == null
          ? other.getReason()
          : other.getFile() + ": " + other.getReason();
    }
    if (failure instanceof OutOfMemoryError) {
      return "out of memory (" + failure.getMessage() + "): start java with a larger -Xmx";
    }
    boolean speaksForItself =
        failure instanceof IOException
            || isOfTheInput(failure)
            || failure.getClass().getName().startsWith("io.sbr.");
    return speaksForItself && failure.getMessage() != null
        ? failure.getMessage()
        : "failed with " + failure + "; " + TRACE_OPTION + " shows where";
  }
}
