package io.sbr.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.cli.Cli;
import io.sbr.data.DataException;
import io.sbr.models.train.TrainingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Whatever goes wrong is one line that a user understands, and an exit code for scripts. */
class FailuresTest {
  static Stream<Arguments> failures() {
    CommandLine line = new CommandLine(CommandSpec.create().name("dance"));
    return Stream.of(
        Arguments.of(new ParameterException(line, "no music"), 2, "no music (see dance --help)"),
        Arguments.of(new UsageException("name a run"), 2, "name a run"),
        Arguments.of(new DataException("a log"), 2, "a log"),
        Arguments.of(new IllegalArgumentException("too wide"), 2, "too wide"),
        Arguments.of(
            new IllegalArgumentException(),
            2,
            "failed with java.lang.IllegalArgumentException; --stacktrace shows where"),
        Arguments.of(new IOException("disk\n  full"), 1, "disk; full"),
        Arguments.of(new NoSuchFileException("a"), 1, "a: there is no such file or folder"),
        Arguments.of(new AccessDeniedException("a"), 1, "a: permission denied"),
        Arguments.of(new FileAlreadyExistsException("a"), 1, "a exists already"),
        Arguments.of(
            new UncheckedIOException(new AccessDeniedException("a")), 1, "a: permission denied"),
        Arguments.of(
            new FileNotFoundException("a b (Permission denied)"), 1, "a b: Permission denied"),
        Arguments.of(new FileSystemException("a", null, "Is a directory"), 1, "a: Is a directory"),
        Arguments.of(
            new IOException("a: No space left on device"), 1, "a: No space left on device"),
        Arguments.of(new DataException("out cannot be written"), 2, "out cannot be written"),
        Arguments.of(
            new IllegalArgumentException("out", new IOException("No space left on device")),
            1,
            "out"),
        Arguments.of(
            new IllegalArgumentException(
                "out", new UncheckedIOException(new IOException("Disk quota exceeded"))),
            1,
            "out"),
        Arguments.of(
            new OutOfMemoryError("Java heap space"),
            1,
            "out of memory (Java heap space): start java with a larger -Xmx"),
        Arguments.of(new TrainingException("not finite", null), 1, "not finite"),
        Arguments.of(
            new IllegalStateException("odd"),
            1,
            "failed with java.lang.IllegalStateException: odd; --stacktrace shows where"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void isOneLineAndACode(Throwable failure, int code, String line) {
    StringWriter err = new StringWriter();
    assertThat(Failures.report(failure, new PrintWriter(err), false)).isEqualTo(code);
    assertThat(err.toString().lines()).containsExactly("sbr: " + line);
  }

  @Test
  void aDiskThatIsFullIsAFailureNotBadInput(@TempDir Path folder) throws IOException {
    Path full = Path.of("/dev/full");
    Cli.assume(Files.isWritable(full), "this system has no /dev/full");
    Path run = folder.resolve("run");
    assertThat(Cli.train(Cli.ring(folder.resolve("ring")), run).code()).isZero();
    Cli.Outcome outcome = Cli.run("explain", "--run", run, "--items", "20", "--out", full);
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.err().lines().filter(line -> !line.startsWith("backend: ")))
        .hasSize(1)
        .allMatch(line -> line.startsWith("sbr: /dev/full: ") && !line.contains("--stacktrace"));
    assertThat(outcome.out()).isEmpty();
  }
}
