package io.sbr.cli.ask;

import io.sbr.cli.options.UsageException;
import io.sbr.models.ask.ClicksJson;
import io.sbr.models.ask.NamedSession;
import io.sbr.models.pipeline.Clicks;
import java.util.Optional;

/**
 * A session as a line of a file: ids between commas, or JSON ({@link NamedSession}) if the line
 * begins with a bracket or a brace.
 */
final class SessionLine {
  private SessionLine() {}

  /**
   * The session of a line; no clicks in a blank one.
   *
   * @throws UsageException that says what is wrong with it
   */
  static NamedSession parse(String line) {
    String text = line.strip();
    try {
      return text.startsWith("{") || text.startsWith("[")
          ? NamedSession.of(ClicksJson.read(text))
          : new NamedSession(Optional.empty(), Clicks.of(CsvIds.parse(text)));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
