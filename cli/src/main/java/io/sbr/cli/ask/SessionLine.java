package io.sbr.cli.ask;

import io.sbr.cli.options.UsageException;
import io.sbr.models.ask.ClicksJson;
import io.sbr.models.pipeline.Clicks;

/**
 * A session as a line of a file: ids between commas, or JSON ({@link ClicksJson}) if the line
 * begins with a bracket or a brace.
 */
final class SessionLine {
  private SessionLine() {}

  /**
   * The session of a line; no clicks in a blank one.
   *
   * @throws UsageException that says what is wrong with it
   */
  static Clicks parse(String line) {
    String text = line.strip();
    try {
      return text.startsWith("{") || text.startsWith("[")
          ? ClicksJson.of(ClicksJson.read(text))
          : Clicks.of(CsvIds.parse(text));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
