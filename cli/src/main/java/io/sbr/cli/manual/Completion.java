package io.sbr.cli.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What a shell offers at the tabulator key: picocli's script, with more to offer. */
public final class Completion {
  private static final String PROGRAM = "sbr";

  private Completion() {}

  /**
   * For bash 3 and newer.
   *
   * @param program with all commands and their options; it is changed
   * @param values what may stand after an option, by its name
   */
  public static String bash(CommandLine program, Map<String, List<String>> values) {
    program.getSubcommands().values().forEach(line -> offer(line.getCommandSpec(), values));
    return AutoComplete.bash(PROGRAM, program);
  }

  /**
   * For zsh, which loads the file when it completes the command for the first time.
   *
   * @param bash the script for bash, which zsh understands
   */
  public static String zsh(String bash) {
    return "#compdef " + PROGRAM + "\n" + bash + "\n_bash_complete -o default -F _complete_sbr\n";
  }

  /** Shows the options that help lists by model, and says what may stand after some. */
  private static void offer(CommandSpec spec, Map<String, List<String>> values) {
    for (OptionSpec option : List.copyOf(spec.options())) {
      // picocli names the values after the label, which several options may share
      OptionSpec.Builder shown =
          OptionSpec.builder(option).hidden(false).paramLabel(option.longestName().substring(2));
      if (option.type().isEnum()) {
        shown.completionCandidates(inSmallLetters(option.completionCandidates()));
      } else if (values.containsKey(option.longestName())) {
        shown.completionCandidates(values.get(option.longestName()));
      } else if (!option.hidden()) {
        continue;
      }
      spec.remove(option);
      spec.addOption(shown.build());
    }
  }

  /** As help writes them; either is understood. */
  private static List<String> inSmallLetters(Iterable<String> names) {
    List<String> small = new ArrayList<>();
    names.forEach(name -> small.add(name.toLowerCase(Locale.ROOT)));
    return small;
  }
}
