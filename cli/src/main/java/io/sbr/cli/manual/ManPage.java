package io.sbr.cli.manual;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a command, of what its help says. */
public final class ManPage {
  private static final String PROGRAM = "sbr";

  private ManPage() {}

  /**
   * One page for the program, which lists its commands, and one for each of them.
   *
   * @param program with all commands and their options
   * @param version of the program
   * @return by name, such as {@code sbr-train}
   */
  public static Map<String, String> all(CommandLine program, String version) {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put(PROGRAM, ofProgram(program, version));
    program
        .getSubcommands()
        .forEach((name, line) -> pages.put(PROGRAM + "-" + name, of(line, name, version)));
    return pages;
  }

  private static String ofProgram(CommandLine program, String version) {
    Roff page = begun(program, PROGRAM, version);
    options(page, program.getCommandSpec());
    page.section("COMMANDS");
    program
        .getSubcommands()
        .forEach((name, line) -> page.entry(PROGRAM + " " + name, "", description(line)));
    page.section("NOTES").lines(program.getHelp().footer());
    page.section("ENVIRONMENT")
        .entry("JAVA_HOME", "", "The Java to run on, unless an image brings its own.")
        .entry("SBR_JAVA_OPTS", "", "Options for Java, between blanks, such as -Xmx8g.")
        .entry(
            "XDG_CACHE_HOME",
            "",
            "Class archives and prepared logs are kept in its sbr; else in ~/.cache.");
    page.section("SEE ALSO");
    program.getSubcommands().keySet().forEach(name -> page.words(PROGRAM + "-" + name + "(1)"));
    return page.toString();
  }

  private static String of(CommandLine command, String name, String version) {
    Roff page = begun(command, PROGRAM + "-" + name, version);
    CommandSpec spec = command.getCommandSpec();
    options(page, spec);
    String footer = command.getHelp().footer();
    if (!footer.isBlank()) {
      page.section("NOTES").lines(footer);
    }
    return page.section("SEE ALSO").words(PROGRAM + "(1)").toString();
  }

  private static Roff begun(CommandLine command, String name, String version) {
    return new Roff(name, version)
        .section("NAME")
        .words(name + " - " + description(command).replaceAll("\\.$", ""))
        .section("SYNOPSIS")
        .words(command.getHelp().synopsis(0))
        .section("DESCRIPTION")
        .words(description(command));
  }

  private static String description(CommandLine command) {
    return command.getHelp().description();
  }

  private static void options(Roff page, CommandSpec spec) {
    page.section("OPTIONS");
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      if (!parameter.hidden()) {
        page.entry("", parameter.paramLabel(), text(parameter.description()));
      }
    }
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        String value = option.arity().max() == 0 ? "" : Help.Ansi.OFF.string(option.paramLabel());
        page.entry(
            String.join(", ", option.names()) + (value.isEmpty() ? "" : "="),
            value,
            text(option.description()));
      }
    }
  }

  /** Without picocli's marks of format and colour. */
  private static String text(String[] lines) {
    return Ansi.OFF.string(String.format(Locale.ROOT, String.join(" ", Arrays.asList(lines))));
  }
}
