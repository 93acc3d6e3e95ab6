package io.sbr.data.prepare.tally;

import io.sbr.data.Sessions;

/** How long sessions are: what shows at a glance whether they were made as they should be. */
public final class SessionLengths {
  /** The longest of each group but the last. */
  private static final int[] UP_TO = {1, 2, 5, 10, 20, 50, 200};

  private SessionLengths() {}

  /** Counts the sessions that have clicks, in all, by length, and the longest. */
  public static void count(Sessions sessions, Tally tally) {
    long[] groups = new long[UP_TO.length + 1];
    long all = 0;
    long longest = 0;
    for (int s = 0; s < sessions.count(); s++) {
      int length = sessions.length(s);
      if (length > 0) {
        all++;
        longest = Math.max(longest, length);
        groups[group(length)]++;
      }
    }
    tally.count("sessions", all);
    for (int g = 0; g < groups.length; g++) {
      tally.count(name(g), groups[g]);
    }
    tally.count("longest session", longest);
  }

  private static int group(int length) {
    int group = 0;
    while (group < UP_TO.length && length > UP_TO[group]) {
      group++;
    }
    return group;
  }

  private static String name(int group) {
    if (group == UP_TO.length) {
      return "sessions of over " + UP_TO[group - 1] + " clicks";
    }
    int least = group == 0 ? 1 : UP_TO[group - 1] + 1;
    String range = least == UP_TO[group] ? "" + least : least + " to " + UP_TO[group];
    return "sessions of " + range + (UP_TO[group] == 1 ? " click" : " clicks");
  }
}
