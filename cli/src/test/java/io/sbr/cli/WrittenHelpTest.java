package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.cli.options.Arguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class WrittenHelpTest {
  /** The text is picocli's own; where it is not, what it should be is left to be copied. */
  @Test
  void theFileIsWhatPicocliWouldSay() throws IOException {
    CommandLine commands = SbrCommand.of(Arguments.of(new String[] {"--help"}, SbrCommand::of));
    Invocation.configure(commands);
    Path now = Files.createDirectories(Path.of("target", "help")).resolve(WrittenHelp.FILE);
    Files.writeString(now, commands.getUsageMessage(Ansi.ON).replace(System.lineSeparator(), "\n"));
    assertThat(WrittenHelp.text(true))
        .as("copy %s over src/main/resources/io/sbr/cli", now)
        .isEqualTo(commands.getUsageMessage(Ansi.ON))
        .contains("\u001b[");
    assertThat(WrittenHelp.text(false)).isEqualTo(commands.getUsageMessage(Ansi.OFF));
  }

  @Test
  void onlyThePlainQuestionIsAnswered() {
    assertThat(WrittenHelp.answers(new String[] {"--help"})).isTrue();
    assertThat(WrittenHelp.answers(new String[] {"-h"})).isTrue();
    assertThat(WrittenHelp.answers(new String[] {})).isFalse();
    assertThat(WrittenHelp.answers(new String[] {"help"})).isFalse();
    assertThat(WrittenHelp.answers(new String[] {"train", "--help"})).isFalse();
  }
}
