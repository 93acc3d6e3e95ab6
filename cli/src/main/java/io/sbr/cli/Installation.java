package io.sbr.cli;

import io.sbr.cli.manual.Completion;
import io.sbr.cli.manual.ManPage;
import io.sbr.cli.options.Arguments;
import io.sbr.data.prepare.Format;
import io.sbr.data.prepare.Formats;
import io.sbr.data.read.look.LogLook;
import io.sbr.models.Models;
import io.sbr.models.settings.ModelKind;
import io.sbr.tensor.BackendProvider;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Writes what makes a command of the jar: the script, completion, manual pages. For the build. */
public final class Installation {
  private Installation() {}

  /**
   * Writes them.
   *
   * @param args the script; the folder, where the jar lies; the version
   */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]), Path.of(args[1]), args[2]);
  }

  /** The script beside the jar, the rest in {@code share}, laid out as below {@code /usr}. */
  static void write(Path script, Path folder, String version) throws IOException {
    Path command = folder.resolve("sbr");
    Files.createDirectories(folder);
    Files.copy(script, command, StandardCopyOption.REPLACE_EXISTING);
    if (!command.toFile().setExecutable(true, false)) {
      throw new IOException("cannot make " + command + " executable");
    }
    Path share = folder.resolve("share");
    String bash = Completion.bash(whole(), values());
    text(share.resolve("bash-completion/completions/sbr"), bash);
    text(share.resolve("zsh/site-functions/_sbr"), Completion.zsh(bash));
    for (Map.Entry<String, String> page : ManPage.all(whole(), version).entrySet()) {
      text(share.resolve("man/man1").resolve(page.getKey() + ".1"), page.getValue());
    }
  }

  private static void text(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** With every command's options, which are otherwise added for the one that is asked for. */
  static CommandLine whole() {
    String[] all =
        Stream.concat(Stream.of("--help"), Stream.of(Subcommand.values()).map(Subcommand::label))
            .toArray(String[]::new);
    return Invocation.configure(SbrCommand.of(Arguments.of(all, SbrCommand::of)));
  }

  private static Map<String, List<String>> values() {
    return Map.of(
        "--model",
        Models.all().stream().map(ModelKind::name).toList(),
        "--device",
        Stream.concat(Stream.of("auto"), Backends.providers().stream().map(BackendProvider::name))
            .toList(),
        "--format",
        Stream.concat(Stream.of(LogLook.AUTO), Formats.all().stream().map(Format::name)).toList());
  }
}
