package io.sbr.spark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A click log of any length, the same for the same numbers: sessions that go on side by side, a few
 * items that are clicked often and many that are not, a bot with a part of all clicks, rows that
 * lack their user or item, moments that several clicks share.
 */
public final class MadeUpLog {
  private static final long START = 1_700_000_000_000L;

  /** Sessions that go on at any moment. */
  private static final int OPEN = 2_000;

  /** Clicks of a session, on average. */
  private static final int LENGTH = 5;

  private static final int ITEMS = 50_000;
  private static final int USERS = 400_000;

  /** One click in so many is the bot's. */
  private static final int BOT = 50;

  private MadeUpLog() {}

  /** Writes a log: number of clicks, file, and {@code busy} for one that is nearly of one user. */
  public static void main(String[] args) throws IOException {
    if (args.length > 2 && args[2].equals("busy")) {
      writeBusy(Long.parseLong(args[0]), Path.of(args[1]));
    } else {
      write(Long.parseLong(args[0]), Path.of(args[1]));
    }
  }

  /** Writes a log of so many clicks, about 39 bytes each. */
  static void write(long clicks, Path file) throws IOException {
    SplittableRandom random = new SplittableRandom(clicks);
    long[] sessions = new long[OPEN];
    int[] users = new int[OPEN];
    long next = 0;
    for (int i = 0; i < OPEN; i++) {
      sessions[i] = next++;
      users[i] = random.nextInt(USERS);
    }
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      out.write("session_id,user_id,item_id,timestamp,event_type\n");
      StringBuilder row = new StringBuilder();
      for (long click = 0; click < clicks; click++) {
        int at = random.nextInt(OPEN);
        boolean bot = random.nextInt(BOT) == 0;
        row.setLength(0);
        row.append('s').append(bot ? -1 : sessions[at]).append(',');
        if (bot) {
          row.append("bot");
        } else if (users[at] % 4 > 0) {
          row.append('u').append(users[at]);
        }
        row.append(',');
        if (random.nextInt(1_000) > 0) {
          double share = random.nextDouble();
          row.append('i').append((int) (ITEMS * share * share * share));
        }
        // ten clicks a second, and now and then one that was written late
        long late = random.nextInt(100) == 0 ? random.nextInt(60_000) : 0;
        row.append(',').append(START + click / 10 * 1_000 - late);
        row.append(random.nextInt(20) == 0 ? ",cart\n" : ",view\n");
        out.append(row);
        if (random.nextInt(LENGTH) == 0) {
          sessions[at] = next++;
          users[at] = random.nextInt(USERS);
        }
      }
    }
  }

  /**
   * Writes a log of so many clicks, nearly all of one user, about 19 bytes each. Most of that
   * user's sessions are of a thousand clicks, which are too many to keep, and some of ten.
   */
  static void writeBusy(long clicks, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      out.write("user,item,time\n");
      long seconds = START / 1_000;
      for (long click = 0; click < clicks; click++) {
        String user = click % 500 < 3 ? "u" + click / 500 : "bot";
        int length = click / 1_000 % 50 == 0 ? 10 : 1_000;
        seconds += click % length == 0 ? 3_600 : 1;
        out.write(user + "," + click * click % 307 + "," + seconds + "\n");
      }
    }
  }
}
