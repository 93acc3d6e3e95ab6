package io.sbr.data.prepare;

import io.sbr.data.Sessions;
import io.sbr.data.prepare.column.Keys;
import io.sbr.data.prepare.tally.Tally;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/** What a log's owner should know of what was made of it: every guess, and every surprise. */
final class Notes {
  private final LogSessions.Facts log;
  private final Settings settings;
  private final Tally tally;

  Notes(LogSessions.Facts log, Settings settings, Tally tally) {
    this.log = log;
    this.settings = settings;
    this.tally = tally;
  }

  /** Says how sessions were made, what they span, and what is odd about the rows. */
  void ofSessions(Sessions sessions) {
    key();
    span(sessions.times());
    if (log.words() > 0 && settings.missing() == Settings.Missing.WORDS) {
      tally.note(
          "cells that say null, NaN, None, \\N, NA or the like: %,d, taken as empty;"
              + " missing=empty takes them as ids",
          log.words());
    }
    long duplicates = tally.counted("duplicate rows kept");
    if (duplicates > 0) {
      tally.note(
          "rows equal to an earlier one in session, item, time and event: %,d, kept;"
              + " drop-duplicates=yes drops them",
          duplicates);
    }
  }

  private void key() {
    String sessions = many(tally.counted("sessions"), "session");
    if (log.byUser()) {
      byUser(sessions);
    } else if (log.shared() > 0) {
      tally.note(
          log.plan().key() == Keys.By.SESSION
              ? "session ids of several users: %,d, whose clicks together are one session;"
                  + " key=user-session divides them"
              : "session ids of several users: %,d; a session is one user's, which makes %s",
          log.shared(),
          sessions);
    }
  }

  private void byUser(String sessions) {
    if (log.gap() > 0) {
      tally.note(
          "a session is a user's clicks without a pause of more than %s: %s, %s",
          log.settled().get(Setting.GAP.label()), many(log.keys(), "user"), sessions);
    } else {
      tally.note(
          "a session is all clicks of a user%s: %s",
          log.plan().hasTimes() ? "" : ", in the order of the file since there are no times",
          sessions);
    }
  }

  private static String many(long number, String one) {
    return String.format(Locale.ROOT, "%,d %s%s", number, one, number == 1 ? "" : "s");
  }

  private void span(long[] times) {
    if (times == null || times.length == 0) {
      return;
    }
    long first = Arrays.stream(times).min().orElse(0);
    long last = Arrays.stream(times).max().orElse(0);
    if (log.hasTimesOfAnUnknownUnit()) {
      tally.note(
          "times are numbers from %s to %s, of a unit and a start that the log does not tell:"
              + " they are taken as seconds%s",
          seconds(first), seconds(last), noPause());
    } else {
      tally.note(
          "clicks are from %s to %s", Instant.ofEpochMilli(first), Instant.ofEpochMilli(last));
    }
  }

  private String noPause() {
    return settings.gap() == Values.AUTO && log.byUser()
        ? " and no pause divides sessions (time-format and gap say otherwise)"
        : " (time-format says otherwise)";
  }

  private static String seconds(long millis) {
    return millis % 1000 == 0 ? Long.toString(millis / 1000) : Double.toString(millis / 1000.0);
  }

  /** Says what filters and split left out that one might miss. */
  void ofDataset() {
    long robots = tally.droppedBy("sessions longer than max-length");
    if (robots > 0) {
      tally.note(
          "sessions of more than %s clicks: %,d (%,d clicks), left out as a program's rather than a"
              + " person's; max-length=none keeps them",
          settings.text(Setting.MAX_LENGTH),
          robots,
          tally.droppedBy("clicks of sessions longer than max-length"));
    }
    if (tally.droppedBy(Division.LATE) > 0) {
      tally.note(
          "train clicks later than the first test click: %,d, left out; overlap=keep keeps them",
          tally.droppedBy(Division.LATE));
    }
    if (tally.counted(Division.LATE) > 0) {
      tally.note(
          "train clicks later than the first test click: %,d, as a split by user has it",
          tally.counted(Division.LATE));
    }
  }
}
