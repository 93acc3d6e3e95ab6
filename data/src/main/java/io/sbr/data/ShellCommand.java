package io.sbr.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A command that is shown to be pasted into a shell. A folder may be called {@code x;rm -rf y} and
 * an item {@code $(reboot)}: each word arrives as it is, and none is run.
 */
public final class ShellCommand {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

  private ShellCommand() {}

  /** The words with blanks between, each as {@link #word} writes it. */
  public static String of(Object... words) {
    return Arrays.stream(words).map(word -> word(word.toString())).collect(Collectors.joining(" "));
  }

  /**
   * One word: bare where no shell could take it for more, else between single quotes, in which
   * POSIX shells read nothing but letters. What a terminal would not show becomes an escape between
   * {@code $'} and {@code '}, which bash, zsh, ksh and POSIX since 2024 read.
   */
  public static String word(String word) {
    if (PLAIN.matcher(word).matches()) {
      return word;
    }
    if (Shown.text(word).equals(word)) {
      return "'" + word.replace("'", "'\\''") + "'";
    }
    StringBuilder escaped = new StringBuilder("$'");
    word.codePoints().forEach(c -> append(escaped, Character.toString(c)));
    return escaped.append('\'').toString();
  }

  private static void append(StringBuilder escaped, String letter) {
    String shown = Shown.text(letter);
    if (letter.equals("'") || letter.equals("\\")) {
      escaped.append('\\').append(letter);
    } else if (shown.equals(letter)) {
      escaped.append(letter);
    } else {
      // octal, always three digits: a letter that follows cannot be taken for one of them
      for (byte b : letter.getBytes(StandardCharsets.UTF_8)) {
        escaped.append("\\%03o".formatted(b & 0xff));
      }
    }
  }
}
