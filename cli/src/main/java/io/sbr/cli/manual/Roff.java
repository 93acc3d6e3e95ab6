package io.sbr.cli.manual;

import java.util.Locale;

/** Text in the language of manual pages, with the macros of man(7). */
final class Roff {
  private final StringBuilder text = new StringBuilder();

  /**
   * Begins a page of section 1.
   *
   * @param name of the page
   * @param version of the program
   */
  Roff(String name, String version) {
    macro("TH", "\"" + name.toUpperCase(Locale.ROOT) + "\" 1 \"\" \"sbr " + version + "\" \"sbr\"");
    macro("nh", ""); // options are not to be hyphenated
    macro("ad", "l");
  }

  private void macro(String name, String rest) {
    text.append('.').append(name).append(rest.isEmpty() ? "" : " ").append(rest).append('\n');
  }

  /** A section's title. */
  Roff section(String title) {
    macro("SH", title);
    return this;
  }

  /** Words that are filled into lines; nothing for blank ones. */
  Roff words(String words) {
    String line = words.strip().replaceAll("\\s+", " ");
    if (!line.isEmpty()) {
      text.append(escaped(line)).append('\n');
    }
    return this;
  }

  /**
   * An entry of a list, and its words.
   *
   * @param term in bold
   * @param value after it in italics; nothing if there is none
   */
  Roff entry(String term, String value, String words) {
    macro("TP", "");
    text.append("\\fB").append(escaped(term)).append("\\fR");
    if (!value.isEmpty()) {
      text.append("\\fI").append(escaped(value)).append("\\fR");
    }
    text.append('\n');
    return words(words);
  }

  /** Lines as they are; nothing for none. */
  Roff lines(String lines) {
    String block = lines.strip();
    if (!block.isEmpty()) {
      macro("nf", "");
      lines.stripTrailing().lines().map(Roff::escaped).forEach(l -> text.append(l).append('\n'));
      macro("fi", "");
    }
    return this;
  }

  /** As it is to be read: no escapes, no macros, and a minus that can be copied into a shell. */
  private static String escaped(String line) {
    String plain = line.replace("\\", "\\e").replace("-", "\\-");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }

  /** The page. */
  @Override
  public String toString() {
    return text.toString();
  }
}
