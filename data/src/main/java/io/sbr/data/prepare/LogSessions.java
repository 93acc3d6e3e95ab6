package io.sbr.data.prepare;

import io.sbr.data.DataException;
import io.sbr.data.IndexSort;
import io.sbr.data.Sessions;
import io.sbr.data.Shown;
import io.sbr.data.prepare.column.Keys;
import io.sbr.data.prepare.column.LongColumn;
import io.sbr.data.prepare.column.TextColumn;
import io.sbr.data.prepare.column.TimeSpan;
import io.sbr.data.prepare.tally.Tally;
import io.sbr.data.read.TimeFormat;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * What the rows of a log come to, or those of some of its keys: sessions in the order of their
 * keys' first rows, and what was met on the way. Sessions of parts that divide the keys among them
 * make those of the log by {@link #joined}, the same as if it had been read in one go.
 */
public final class LogSessions implements Serializable {
  private static final long serialVersionUID = 1;

  /** Clicks, and sessions, that arrays of one have room for. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private DatedSessions sessions;
  private final List<String> itemIds;
  private final TextColumn userIds;
  private final Facts facts;
  private final Tally tally;
  private final Places places;

  /**
   * What is known of rows that were read, beside their sessions.
   *
   * @param plan how rows are taken
   * @param settings of the recipe
   * @param timeFormat how the user says that times are written
   * @param span of the clicks kept
   * @param keys number of keys met
   * @param shared number of session ids that more than one user has
   * @param words cells taken for empty because of the word that they hold
   * @param types event types met
   * @param dropped rows that were dropped while reading, by reason
   */
  record Facts(
      LogPlan plan,
      Settings settings,
      TimeFormat timeFormat,
      TimeSpan span,
      int keys,
      int shared,
      long words,
      SortedSet<String> types,
      Map<String, Long> dropped)
      implements Serializable {
    private static final long USUAL_GAP = 30 * 60_000L;

    /** Whether times are numbers of which neither unit nor start is known: they order clicks. */
    boolean hasTimesOfAnUnknownUnit() {
      return plan.hasTimes()
          && !plan.hasDays()
          && timeFormat.isAuto()
          && span.countsFromAnUnknownStart(timeFormat.years());
    }

    /** The pause that starts a session, milliseconds, 0 for none: as set, or as the log allows. */
    long gap() {
      if (settings.gap() != Values.AUTO) {
        return settings.gap();
      }
      return byUser() && plan.hasTimes() && !hasTimesOfAnUnknownUnit() ? USUAL_GAP : 0;
    }

    /** Whether users alone group clicks. */
    boolean byUser() {
      return plan.key() == Keys.By.USER;
    }

    /** All settings by name, with what they came to where the log decides. */
    Map<String, String> settled() {
      Map<String, String> settled = plan.settled();
      if (settings.gap() == Values.AUTO) {
        settled.put(Setting.GAP.label(), gap() == 0 ? "none" : "30m");
      }
      return settled;
    }

    /** Those of this part of a log and of another, which has other keys. */
    Facts and(Facts other) {
      SortedSet<String> all = new TreeSet<>(types);
      all.addAll(other.types);
      Map<String, Long> both = new LinkedHashMap<>(dropped);
      other.dropped.forEach((reason, rows) -> both.merge(reason, rows, Long::sum));
      return new Facts(
          plan,
          settings,
          timeFormat,
          span.and(other.span),
          Math.addExact(keys, other.keys),
          shared + other.shared,
          words + other.words,
          all,
          both);
    }

    /** Some of the event types met, for messages. */
    List<String> typesMet() {
      return types.stream().limit(10).map(Shown::brief).toList();
    }
  }

  /**
   * Where a part stands in its log.
   *
   * @param sessions {@code [sessions]} the first row of each session's key
   * @param lengths {@code [sessions]} number of clicks of each session
   * @param users {@code [users]} the first row of each user
   */
  private record Places(long[] sessions, int[] lengths, long[] users) implements Serializable {}

  private LogSessions(
      DatedSessions sessions,
      List<String> itemIds,
      TextColumn userIds,
      Facts facts,
      Tally tally,
      Places places) {
    this.sessions = sessions;
    this.itemIds = itemIds;
    this.userIds = userIds;
    this.facts = facts;
    this.tally = tally;
    this.places = places;
  }

  /** The sessions of a log whose rows have all been read; the log is empty then. */
  static LogSessions of(ClickLog log, Settings settings) {
    return of(log, settings, null, null);
  }

  /**
   * The sessions of a part of a log whose rows have all been read; the part is empty then.
   *
   * @param keyRows the first row of each key, by its number in the part
   * @param userRows the first row of each user, by its number in the part
   */
  static LogSessions of(ClickLog log, Settings settings, LongColumn keyRows, LongColumn userRows) {
    log.end();
    Tally tally = new Tally();
    tally.count("rows", log.rows());
    Facts facts = log.facts();
    facts.dropped().forEach(tally::drop);
    TextColumn userIds = log.keys().userIds();
    Sessioniser sessioniser = new Sessioniser(log, settings, tally);
    DatedSessions sessions = sessioniser.sessions();
    Places places = null;
    if (keyRows != null) {
      long[] rows = new long[sessions.sessions().count()];
      Arrays.setAll(rows, s -> keyRows.get(sessioniser.key(s)));
      int[] lengths = new int[rows.length];
      Arrays.setAll(lengths, s -> sessions.sessions().length(s));
      places = new Places(rows, lengths, userRows.toArray());
    }
    return new LogSessions(sessions, log.itemIds(), userIds, facts, tally, places);
  }

  /**
   * What must be known of a part before the clicks of any can be placed: all but its clicks. Of a
   * long log, outlines fit into memory together, and slices one at a time.
   */
  public LogSessions outline() {
    return new LogSessions(null, itemIds, userIds, facts, tally, places);
  }

  /** Number of clicks; not of an outline. */
  public int clicks() {
    return sessions.sessions().clicks();
  }

  /**
   * The clicks of a part, which outlines lack, as many at a time as can be sent.
   *
   * @param most clicks of a slice
   */
  public Iterator<SessionSlice> slices(int most) {
    return SessionSlice.of(sessions, most);
  }

  /**
   * The sessions of a log, from those of its parts.
   *
   * @param outlines of all parts, at least one; each part has all clicks of its keys, which no
   *     other has
   * @param slices of the parts, in the same order
   * @throws DataException if the parts do not fit one another, as {@link LogPart#sessions}, or have
   *     more clicks or sessions together than a data set can have
   */
  public static LogSessions joined(List<LogSessions> outlines, Iterator<SessionSlice> slices) {
    Facts facts = outlines.stream().map(part -> part.facts).reduce(Facts::and).orElseThrow();
    ClickLog.refuseSeveralStarts("the log", facts.plan(), facts.timeFormat(), facts.span());
    ClickLog.refuseManyTypes(facts.types());
    Tally tally = new Tally();
    outlines.forEach(part -> tally.add(part.tally));
    TextColumn userIds = new TextColumn();
    int[][] users = userNumbers(outlines, userIds);
    List<String> itemIds = new ArrayList<>();
    int[][] items = itemNumbers(outlines, itemIds);
    Merge merge = new Merge(outlines.stream().map(part -> part.places).toList());
    for (int p = 0; p < outlines.size(); p++) {
      boolean ended = false;
      while (!ended) {
        SessionSlice slice = slices.next();
        merge.place(p, slice, items[p], users[p]);
        ended = slice.isLast();
      }
    }
    return new LogSessions(merge.sessions(), itemIds, userIds, facts, tally, null);
  }

  /**
   * Numbers all items. Nothing depends on which number an item has in a log.
   *
   * @param ids takes the original id of each
   * @return the number of each part's items, by their numbers in the part
   */
  private static int[][] itemNumbers(List<LogSessions> parts, List<String> ids) {
    Map<String, Integer> numbers = new HashMap<>();
    int[][] ofParts = new int[parts.size()][];
    for (int p = 0; p < ofParts.length; p++) {
      List<String> own = parts.get(p).itemIds;
      ofParts[p] = new int[own.size() + 1];
      for (int i = 0; i < own.size(); i++) {
        Integer number = numbers.putIfAbsent(own.get(i), ids.size() + 1);
        if (number == null) {
          ids.add(own.get(i));
        }
        ofParts[p][i + 1] = number == null ? ids.size() : number;
      }
    }
    return ofParts;
  }

  /**
   * Numbers all users by their first rows.
   *
   * @param ids takes the original id of each
   * @return the number of each part's users
   */
  private static int[][] userNumbers(List<LogSessions> parts, TextColumn ids) {
    Map<String, Long> rows = new HashMap<>();
    for (LogSessions part : parts) {
      for (int u = 0; u < part.userIds.size(); u++) {
        rows.merge(part.userIds.get(u), part.places.users()[u], Long::min);
      }
    }
    List<String> inOrder =
        rows.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .toList();
    Map<String, Integer> numbers = new HashMap<>();
    for (String id : inOrder) {
      numbers.put(id, ids.size());
      ids.add(id);
    }
    int[][] ofParts = new int[parts.size()][];
    for (int p = 0; p < ofParts.length; p++) {
      TextColumn own = parts.get(p).userIds;
      ofParts[p] = new int[own.size()];
      Arrays.setAll(ofParts[p], u -> numbers.get(own.get(u)));
    }
    return ofParts;
  }

  /** Puts the sessions of parts where their rows say, into columns that are made once. */
  private static final class Merge {
    private final int[] base;
    private final int[] place;
    private final int[] offsets;
    private Sessions merged;
    private long[] dates;

    /**
     * @param parts where the sessions of each part stand
     */
    Merge(List<Places> parts) {
      base = new int[parts.size() + 1];
      for (int p = 0; p < parts.size(); p++) {
        base[p + 1] = sum("sessions", base[p], parts.get(p).sessions().length);
      }
      long[] rows = new long[base[parts.size()]];
      for (int p = 0; p < parts.size(); p++) {
        System.arraycopy(parts.get(p).sessions(), 0, rows, base[p], base[p + 1] - base[p]);
      }
      int[] order = new int[rows.length];
      Arrays.setAll(order, s -> s);
      // two keys never have one first row, and sessions of one key are neighbours already
      IndexSort.sort(order, 0, order.length, (a, b) -> Long.compare(rows[a], rows[b]));
      place = new int[order.length];
      for (int i = 0; i < order.length; i++) {
        place[order[i]] = i;
      }
      offsets = new int[order.length + 1];
      for (int p = 0; p < parts.size(); p++) {
        for (int s = base[p]; s < base[p + 1]; s++) {
          offsets[place[s] + 1] = parts.get(p).lengths()[s - base[p]];
        }
      }
      for (int s = 0; s < order.length; s++) {
        offsets[s + 1] = sum("clicks", offsets[s], offsets[s + 1]);
      }
    }

    private static int sum(String what, int a, int b) {
      if ((long) a + b > MOST) {
        throw new DataException(
            "the log has more than %,d %s, and a data set cannot: prepare a part of it, the latest"
                    .formatted(MOST, what)
                + " for example");
      }
      return a + b;
    }

    /**
     * Copies the clicks of a slice.
     *
     * @param part that it is of
     * @param items the number that each of the part's items has in the log
     * @param users the number that each of the part's users has in the log
     */
    void place(int part, SessionSlice slice, int[] items, int[] users) {
      DatedSessions dated = slice.dated();
      Sessions from = dated.sessions();
      if (merged == null) {
        make(dated);
      }
      int placed = slice.firstClick();
      for (int s = 0; s < from.count(); s++) {
        int to = place[base[part] + slice.firstSession() + s];
        int at = offsets[to] + placed;
        placed = 0;
        int begin = from.offset(s);
        int length = from.length(s);
        for (int c = 0; c < length; c++) {
          merged.items()[at + c] = items[from.items()[begin + c]];
        }
        if (from.times() != null) {
          System.arraycopy(from.times(), begin, merged.times(), at, length);
        }
        if (from.durations() != null) {
          System.arraycopy(from.durations(), begin, merged.durations(), at, length);
        }
        if (from.users() != null) {
          int user = from.users()[s];
          merged.users()[to] = user < 0 ? user : users[user];
        }
        if (dates != null) {
          dates[to] = dated.dates()[s];
        }
      }
    }

    /** Makes room, for the columns that the first slice has; all have the same. */
    private void make(DatedSessions first) {
      int sessions = place.length;
      int clicks = offsets[sessions];
      Sessions like = first.sessions();
      merged =
          new Sessions(
              new int[clicks],
              offsets,
              like.times() == null ? null : new long[clicks],
              like.durations() == null ? null : new float[clicks],
              like.users() == null ? null : new int[sessions]);
      dates = first.dates() == null ? null : new long[sessions];
    }

    /** The sessions of all parts, once all slices are placed. */
    DatedSessions sessions() {
      return new DatedSessions(merged, dates);
    }
  }

  /** Hands the sessions over, which are not kept here: a long log has no room for both. */
  DatedSessions handOver() {
    DatedSessions handed = sessions;
    sessions = null;
    return handed;
  }

  /** Original ids; item n is at n − 1. */
  List<String> itemIds() {
    return itemIds;
  }

  /** The original id of each user. */
  IntFunction<String> userIds() {
    return userIds::get;
  }

  /** What is known of the rows. */
  Facts facts() {
    return facts;
  }

  /** What became of the rows so far. */
  Tally tally() {
    return tally;
  }
}
