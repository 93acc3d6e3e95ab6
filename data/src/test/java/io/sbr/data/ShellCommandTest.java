package io.sbr.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ShellCommandTest {
  private static final List<String> WORDS =
      List.of(
          "runs/today",
          "",
          "x;touch pwned",
          "$(touch pwned)",
          "`touch pwned`",
          "it's",
          "a b\"c\\d",
          "-x",
          "~",
          "#no",
          "a&&touch pwned",
          "größe 👟");

  private static final List<String> UNSEEN =
      List.of("it\u001b[31mRED", "a\nb", "'\t\\", "\u202e7", "\u001b7\r\n;touch pwned");

  @TempDir Path folder;

  /** What a shell makes of a command that prints each of its words between brackets. */
  private String read(String shell, List<String> words) throws Exception {
    Path said = folder.resolve("said");
    Object[] all = new Object[words.size() + 2];
    all[0] = "printf";
    all[1] = "<%s>";
    for (int i = 0; i < words.size(); i++) {
      all[i + 2] = words.get(i);
    }
    Path script = Files.writeString(folder.resolve("script"), ShellCommand.of(all));
    ProcessBuilder builder =
        new ProcessBuilder(shell, script.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    assertThat(builder.start().waitFor()).as(Files.readString(script)).isZero();
    assertThat(folder.resolve("pwned")).doesNotExist();
    return Files.readString(said, StandardCharsets.UTF_8);
  }

  private static String bracketed(List<String> words) {
    return "<" + String.join("><", words) + ">";
  }

  @Test
  void anyShellReadsTheWordsAndRunsNothing() throws Exception {
    assumeTrue(Files.exists(Path.of("/bin/sh")), "no shell here");
    assertThat(read("/bin/sh", WORDS)).isEqualTo(bracketed(WORDS));
  }

  @Test
  void bashReadsWhatATerminalWouldNotShow() throws Exception {
    assumeTrue(Files.exists(Path.of("/bin/bash")), "no bash here");
    assertThat(read("/bin/bash", UNSEEN)).isEqualTo(bracketed(UNSEEN));
  }

  @Test
  void aCommandIsOneLineThatATerminalShowsAsItIs() throws IOException {
    String command = ShellCommand.of(UNSEEN.toArray());
    assertThat(Shown.text(command)).isEqualTo(command);
  }

  @Test
  void whatNeedsNoQuotesHasNone() {
    assertThat(ShellCommand.of("sbr", "train", "--run", Path.of("runs/2026-11-29-1")))
        .isEqualTo("sbr train --run runs/2026-11-29-1");
    assertThat(ShellCommand.word("it's")).isEqualTo("'it'\\''s'");
    assertThat(ShellCommand.word("a\u001bb")).isEqualTo("$'a\\033b'");
  }
}
