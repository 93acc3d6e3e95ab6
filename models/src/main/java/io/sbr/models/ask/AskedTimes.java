package io.sbr.models.ask;

import io.sbr.data.Shown;
import io.sbr.data.read.TimeFormat;
import io.sbr.data.read.time.TimeColumn;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Times and durations of a session as whoever asks writes them: times in every form that logs have.
 */
public final class AskedTimes {
  private AskedTimes() {}

  /**
   * Times in one form: ISO 8601, seconds or milliseconds since 1970.
   *
   * @throws IllegalArgumentException naming the first that is none, or of another form than those
   *     before
   */
  public static List<Instant> times(List<String> texts) {
    List<Instant> times = new ArrayList<>(texts.size());
    TimeColumn column = TimeFormat.AUTO.column();
    for (String text : texts) {
      try {
        column.read(text);
        times.add(Instant.ofEpochMilli(column.millis()).plusNanos(column.nanos()));
      } catch (DateTimeException e) {
        String form = times.isEmpty() ? "is no time" : "is no time of the form of those before it";
        throw new IllegalArgumentException(
            Shown.quoted(text)
                + " "
                + form
                + ": expected all like 2024-01-31T10:00:00Z, or in seconds or milliseconds since"
                + " 1970");
      }
    }
    return times;
  }

  /**
   * Seconds.
   *
   * @throws IllegalArgumentException naming the first that is none
   */
  public static List<Double> durations(List<String> texts) {
    List<Double> durations = new ArrayList<>(texts.size());
    for (String text : texts) {
      try {
        durations.add(Double.valueOf(text));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(Shown.quoted(text) + " is no duration in seconds");
      }
    }
    return durations;
  }
}
