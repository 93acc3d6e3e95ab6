package io.sbr.kernels.cuda.launch;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a kernel expects, read off its PTX: the driver copies as many bytes as that says, from
 * wherever an argument too few or too narrow leaves it, and nobody notices.
 *
 * @param count number of parameters
 * @param wide bit i is set where parameter i has eight bytes, else it has four
 */
record Signature(int count, long wide) {
  private static final Pattern ENTRY =
      Pattern.compile("\\.entry\\s+(\\w+)\\s*\\(([^)]*)\\)", Pattern.DOTALL);
  private static final Pattern PARAMETER =
      Pattern.compile("\\.param\\s+(?:\\.align\\s+\\d+\\s+)?\\.[a-z]+(\\d+)\\s[^,]*");

  /** The kernels of a PTX text, by name. */
  static Map<String, Signature> of(String ptx) {
    Map<String, Signature> all = new HashMap<>();
    Matcher entry = ENTRY.matcher(ptx);
    while (entry.find()) {
      int count = 0;
      long wide = 0;
      Matcher parameter = PARAMETER.matcher(entry.group(2));
      while (parameter.find()) {
        wide |= parameter.group(1).equals("64") ? 1L << count : 0;
        count++;
      }
      all.put(entry.group(1), new Signature(count, wide));
    }
    return all;
  }

  /** Refuses a launch whose arguments differ in number or size. */
  void check(Launch launch) {
    if (launch.count() != count || launch.wide() != wide) {
      throw new IllegalArgumentException(
          "kernel %s takes %s, not %s"
              .formatted(launch.name(), sizes(count, wide), sizes(launch.count(), launch.wide())));
    }
  }

  private static String sizes(int count, long wide) {
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ", ").append((wide >>> i & 1) == 1 ? 8 : 4);
    }
    return text.append(" bytes)").toString();
  }
}
