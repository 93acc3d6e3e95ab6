package io.sbr.cli.serve;

import io.sbr.cli.options.RunOption;
import io.sbr.cli.options.UsageException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of {@code --run}: {@code DIR}, or {@code NAME=DIR}. */
final class ServedFolders {
  /** The name of a run that is given none. */
  static final String DEFAULT = "default";

  /** A folder whose own name holds an equals sign needs a name before it. */
  private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9._-]{1,64})=(.+)");

  private ServedFolders() {}

  /**
   * The folders by name, in their order.
   *
   * @throws UsageException if two have the same name, or one holds no run
   */
  static Map<String, Path> of(List<String> values) {
    Map<String, Path> folders = new LinkedHashMap<>();
    for (String value : values) {
      Matcher named = NAMED.matcher(value);
      boolean plain = !named.matches();
      String name = plain ? DEFAULT : named.group(1);
      Path folder = Path.of(plain ? value : named.group(2));
      RunOption.check(folder);
      if (folders.put(name, folder) != null) {
        throw new UsageException(
            plain
                ? "--run: of several runs, all but one need a name: --run NAME=DIR"
                : "--run: two runs are named " + name);
      }
    }
    return folders;
  }
}
