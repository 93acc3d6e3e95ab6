package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.models.Models;
import io.sbr.models.settings.ModelKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Completion as shells run it, and the manual as {@code man} shows it. */
@Timeout(60)
class InstallationTest {
  @TempDir static Path folder;

  @BeforeAll
  static void write() throws IOException {
    Installation.write(SbrScriptTest.SCRIPT, folder, "1.2.3");
  }

  private static boolean has(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  /** What a program prints; its errors are an error here. */
  private static String said(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  /** What bash offers after these words; the last is the one that is being typed. */
  private static List<String> offered(String... words) throws Exception {
    Cli.assume(has("bash"), "no bash");
    // compopt, how a terminal shows them, works within a terminal alone
    String script =
        "source share/bash-completion/completions/sbr; compopt() { :; }; COMP_WORDS=(sbr \"$@\"); COMP_CWORD=$#;"
            + " _complete_sbr; printf '%s\\n' \"${COMPREPLY[@]}\"";
    String[] command = {"bash", "--norc", "-c", script, "completion"};
    return said(
            Map.of(), Stream.concat(Stream.of(command), Stream.of(words)).toArray(String[]::new))
        .lines()
        .map(String::strip)
        .toList();
  }

  @Test
  void bashOffersCommands() throws Exception {
    assertThat(offered(""))
        .containsAll(Stream.of(Subcommand.values()).map(Subcommand::label).toList());
    assertThat(offered("rec")).containsExactly("recommend");
  }

  @Test
  void bashOffersOptionsThoseOfModelsToo() throws Exception {
    assertThat(offered("train", "--ep")).containsExactly("--epochs");
    assertThat(offered("train", "--neigh"))
        .isNotEmpty()
        .allMatch(option -> option.startsWith("--neigh"));
    assertThat(offered("prepare", "--min-s")).contains("--min-support");
    assertThat(offered("recommend", "--to")).contains("--top");
  }

  @Test
  void bashOffersValuesAndFiles() throws Exception {
    assertThat(offered("train", "--model", "remi")).containsExactly("remix");
    assertThat(offered("train", "--model", ""))
        .containsExactlyInAnyOrderElementsOf(Models.all().stream().map(ModelKind::name).toList());
    assertThat(offered("train", "--protocol", "")).contains("honest", "paper", "final");
    assertThat(offered("doctor", "--device", "c")).contains("cpu", "cuda").doesNotContain("auto");
    assertThat(offered("prepare", "--format", "reta")).containsExactly("retailrocket");
    assertThat(offered("recommend", "--run", "sha")).containsExactly("share");
  }

  /** In a real one, on a terminal of its own, for completion runs nowhere else. */
  @Test
  void zshOffersTheSame() throws Exception {
    Cli.assume(has("zsh"), "no zsh");
    String script =
        """
        zmodload zsh/zpty
        zpty shell zsh -f
        zpty -w shell 'PS1=; fpath=('$PWD'/share/zsh/site-functions $fpath)'
        zpty -w shell 'autoload -U compinit; compinit -u -D'
        zpty -w shell 'sbr() print -r "asked <$*>"; print is-$((1 + 1))-ready'
        await() {
          local part
          for i in {1..300}; do
            while zpty -r -t shell part; do seen+=$part; done
            [[ $seen == *$1* ]] && return
            sleep 0.1
          done
        }
        await is-2-ready
        zpty -w -n shell $'sbr reco\t--ru\t\n'
        await 'asked <recommend'
        print -r -- $seen
        """;
    assertThat(said(Map.of("TERM", "dumb"), "zsh", "-f", "-c", script))
        .contains("asked <recommend --run>");
  }

  static Stream<String> pages() {
    return Stream.concat(
        Stream.of("sbr"), Stream.of(Subcommand.values()).map(each -> "sbr-" + each.label()));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandHasAPageWithAllOptions(String page) throws IOException {
    String text = Files.readString(folder.resolve("share/man/man1/" + page + ".1"));
    assertThat(text).startsWith(".TH \"").contains("sbr 1.2.3", ".SH NAME", ".SH SYNOPSIS");
    CommandLine program = Installation.whole();
    CommandLine command =
        page.equals("sbr") ? program : program.getSubcommands().get(page.substring(4));
    command.getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .forEach(option -> assertThat(text).contains(option.longestName().replace("-", "\\-")));
    assertThat(text).doesNotContain("@|", "|@", "%n", "%%", "${");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void manShowsIt(String page) throws Exception {
    Cli.assume(has("man"), "no man");
    Map<String, String> wide = Map.of("MANWIDTH", "80", "LC_ALL", "C.UTF-8", "MANPAGER", "cat");
    String shown = said(wide, "man", "-l", "share/man/man1/" + page + ".1").replaceAll(".\b", "");
    assertThat(shown).contains("NAME", page + " - ", "SYNOPSIS", "OPTIONS");
    assertThat(shown).as("what groff has to say").doesNotContain("warning:", "error:");
  }

  @Test
  void theScriptCanBeStarted() {
    assertThat(Files.isExecutable(folder.resolve("sbr"))).isTrue();
  }
}
