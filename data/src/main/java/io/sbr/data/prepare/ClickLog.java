package io.sbr.data.prepare;

import io.sbr.data.DataException;
import io.sbr.data.Shown;
import io.sbr.data.prepare.column.ClickTimes;
import io.sbr.data.prepare.column.IntColumn;
import io.sbr.data.prepare.column.Keys;
import io.sbr.data.prepare.column.TimeSpan;
import io.sbr.data.read.Click;
import io.sbr.data.read.ClickSink;
import io.sbr.data.read.Column;
import io.sbr.data.read.MissingWords;
import io.sbr.data.read.TimeFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The clicks of a log as numbers: sixteen bytes a click (key, item, time), and the text of each
 * distinct item once. Keys are what groups clicks, sessions or users, numbered by first appearance;
 * items are numbered from 1 by first appearance. The columns are handed over once, in the order of
 * the sessions, and are empty then: a long log has no room for both.
 */
final class ClickLog implements ClickSink {
  private static final int MOST_TYPES = 100;

  private final Settings settings;
  private final Settings.Missing missing;
  private final TimeFormat timeFormat;
  private String file;
  private List<String> header = List.of();
  private LogPlan plan;
  private Keys keys;

  private Map<String, Integer> itemNumbers = new HashMap<>();
  private final List<String> itemIds = new ArrayList<>();
  private final List<String> types = new ArrayList<>();

  private final IntColumn keyOfClick = new IntColumn();
  private final IntColumn items = new IntColumn();
  private final ClickTimes times = new ClickTimes();
  private final IntColumn typeOfClick = new IntColumn();

  private long rows;
  private long withoutKey;
  private long withoutItem;
  private long withoutTime;
  private long ofOtherTypes;
  private long words;

  /**
   * @param timeFormat how the user says that times are written
   */
  ClickLog(Settings settings, TimeFormat timeFormat) {
    this.settings = settings;
    this.missing = settings.missing();
    this.timeFormat = timeFormat;
  }

  @Override
  public void header(List<String> names) {
    header = names;
  }

  @Override
  public void begin(String name, Set<Column> found) {
    if (plan == null) {
      plan = new LogPlan(settings, EnumSet.copyOf(found), header);
      keys = new Keys(plan.key());
    } else if (!plan.columns().equals(found)) {
      throw new DataException(name + ": not the same columns as the files before it");
    }
    refuseSeveralStarts();
    file = name;
  }

  private void refuseSeveralStarts() {
    refuseSeveralStarts(file, plan, timeFormat, times.span());
  }

  /** A file of seconds since 1970 beside one that counts from 0 would be in another century. */
  static void refuseSeveralStarts(String file, LogPlan plan, TimeFormat format, TimeSpan span) {
    if (plan.hasTimes() && !plan.hasDays() && span.hasSeveralStarts(format.years())) {
      throw new DataException(
          file + ": its times count from another start than those of the files before it");
    }
  }

  @Override
  public void accept(Click click) {
    rows++;
    String user = value(click.user());
    String session = value(click.session());
    String item = value(click.item());
    if ((keys.byUser() ? user : session) == null) {
      withoutKey++;
      return;
    }
    if (item == null) {
      withoutItem++;
      return;
    }
    if (click.time() == Click.NONE && plan.hasTimes()) {
      withoutTime++;
      return;
    }
    int type = plan.typesMatter() && click.event() != null ? type(click.event()) : 0;
    if (plan.filtersAtOnce() && !keeps(type)) {
      ofOtherTypes++;
      return;
    }
    long date = plan.hasDays() ? click.day() : click.time();
    keyOfClick.add(keys.key(session, user, date, click.day()));
    items.add(item(item));
    if (plan.hasTimes()) {
      times.add(click);
    }
    if (plan.needsTypes()) {
      typeOfClick.add(type);
    } else if (plan.looksForDuplicates()) {
      // any column may have the name of event types: only whether two are alike matters here
      typeOfClick.add(click.event() == null ? 0 : click.event().hashCode());
    }
  }

  private String value(String cell) {
    if (cell == null || missing == Settings.Missing.EMPTY || !MissingWords.has(cell)) {
      return cell;
    }
    if (missing == Settings.Missing.NA && !cell.equals("NA")) {
      return cell;
    }
    words++;
    return null;
  }

  private int type(String event) {
    int index = types.indexOf(event);
    if (index < 0) {
      index = types.size();
      types.add(event);
      refuseManyTypes(types);
    }
    return index;
  }

  /** A column of very many event types is hardly one. */
  static void refuseManyTypes(Collection<String> types) {
    if (types.size() > MOST_TYPES) {
      throw new DataException(
          "more than %d event types, %s among them: is it the event column?"
              .formatted(MOST_TYPES, Shown.quoted(lastOf(types))));
    }
  }

  private static String lastOf(Collection<String> types) {
    return types.stream().skip(types.size() - 1L).findFirst().orElseThrow();
  }

  private int item(String id) {
    Integer number = itemNumbers.get(id);
    if (number == null) {
      itemIds.add(id);
      number = itemIds.size();
      itemNumbers.put(id, number);
    }
    return number;
  }

  /** Ends reading: nothing looks up a key or an id any more, so what serves that can go. */
  void end() {
    refuseSeveralStarts();
    keys.end();
    itemNumbers = null;
  }

  /** Whether an event type is one of those to keep. */
  boolean keeps(int type) {
    return settings.events().isEmpty() || settings.events().contains(types.get(type));
  }

  /** How its rows are taken. */
  LogPlan plan() {
    return plan;
  }

  /** What is known of the rows, once all have been read. */
  LogSessions.Facts facts() {
    return new LogSessions.Facts(
        plan,
        settings,
        timeFormat,
        times.span(),
        keys.count(),
        keys.shared(),
        words,
        new TreeSet<>(types),
        dropped());
  }

  /** What groups the clicks. */
  Keys keys() {
    return keys;
  }

  /** Number of clicks kept. */
  int size() {
    return keyOfClick.size();
  }

  /** The key of a click, from 0. */
  int key(int click) {
    return keyOfClick.get(click);
  }

  /** The item of a click, from 1. */
  int item(int click) {
    return items.get(click);
  }

  /** Compares two clicks by time as the log counts it. */
  int compareTimes(int a, int b) {
    return times.compare(a, b);
  }

  /** Hands over the items of clicks, in the order given. */
  int[] drainItems(int[] order) {
    return items.drain(order);
  }

  /**
   * Hands over the times of clicks in the order given, milliseconds since 1970; null in a log
   * without times.
   */
  long[] drainTimes(int[] order) {
    if (!plan.hasTimes()) {
      return null;
    }
    long[] drained = times.drain(order);
    if (plan.hasDays()) {
      // a session that crosses midnight has two days; its clicks count from the first
      for (int i = 0; i < order.length; i++) {
        drained[i] += keys.firstDay(keyOfClick.get(order[i]));
      }
    }
    return drained;
  }

  /** Hands over what times have beyond the millisecond; null if nothing. */
  int[] drainNanos(int[] order) {
    return times.drainNanos(order);
  }

  /** Hands over the event types of clicks in the order given; null if there are none to compare. */
  int[] drainTypes(int[] order) {
    return plan.needsTypes() || plan.looksForDuplicates() ? typeOfClick.drain(order) : null;
  }

  /** The user of each key, −1 where unknown; null in a log without users. */
  int[] users() {
    return plan.hasUsers() ? keys.users() : null;
  }

  /** Date of the last row read of each key, or null in a log without times. */
  long[] lastDates() {
    return plan.hasTimes() ? keys.lastDates() : null;
  }

  /** Lets go of all that concerns keys, once sessions have been made of them. */
  void dropKeys() {
    keyOfClick.clear();
    keys.clear();
  }

  /** Original ids; item n is at n − 1. */
  List<String> itemIds() {
    return itemIds;
  }

  /** Rows read. */
  long rows() {
    return rows;
  }

  /** What was dropped while reading, by reason. */
  private Map<String, Long> dropped() {
    Map<String, Long> dropped = new LinkedHashMap<>();
    dropped.put(keys.byUser() ? "rows without user" : "rows without session", withoutKey);
    dropped.put("rows without item", withoutItem);
    if (plan.hasTimes()) {
      dropped.put("rows without time", withoutTime);
    }
    dropped.put("events of other types", ofOtherTypes);
    return dropped;
  }
}
