package io.sbr.data.prepare;

import io.sbr.data.DataException;
import io.sbr.data.read.Click;
import io.sbr.data.read.ClickSink;
import io.sbr.data.read.Column;
import java.util.ArrayList;
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
  private static final int NO_USER = -1;

  private final Settings settings;
  private Set<Column> columns;
  private boolean byUser;
  private boolean filterAtOnce;

  private Numbering keyNumbers = new Numbering();
  private Numbering userNumbers = new Numbering();
  private Map<String, Integer> itemNumbers = new HashMap<>();
  private final List<String> itemIds = new ArrayList<>();
  private final List<String> types = new ArrayList<>();

  private final IntColumn keys = new IntColumn();
  private final IntColumn items = new IntColumn();
  private final LongColumn times = new LongColumn();
  private final IntColumn typeOfClick = new IntColumn();
  private final IntColumn userOfKey = new IntColumn();
  private final TextColumn userIds = new TextColumn();
  private final LongColumn lastDateOfKey = new LongColumn();
  private final LongColumn firstDayOfKey = new LongColumn();

  private long rows;
  private long withoutKey;
  private long withoutItem;
  private long ofOtherTypes;

  ClickLog(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void begin(String file, Set<Column> found) {
    if (columns == null) {
      columns = EnumSet.copyOf(found);
      byUser =
          switch (settings.key()) {
            case AUTO -> !has(Column.SESSION);
            case SESSION -> false;
            case USER -> true;
          };
      demand(byUser ? Column.USER : Column.SESSION, "key=" + (byUser ? "user" : "session"));
      if (!settings.events().isEmpty()) {
        demand(Column.EVENT, "events=" + settings.text(Setting.EVENTS));
      }
      if (settings.gap() > 0) {
        demand(Column.TIME, "gap=" + settings.text(Setting.GAP));
      }
      if (settings.dropDuplicates()) {
        demand(Column.TIME, "drop-duplicates=yes");
        if (settings.order() == Settings.Order.FILE) {
          // they are looked for among neighbours of equal time
          throw new DataException("drop-duplicates=yes needs order=time or time-item, not file");
        }
      }
      filterAtOnce = settings.gap() == 0 || settings.gapOver() == Settings.GapOver.KEPT;
    } else if (!columns.equals(found)) {
      throw new DataException(file + ": not the same columns as the files before it");
    }
  }

  private void demand(Column column, String why) {
    if (!has(column)) {
      throw new DataException("the log has no " + column.label() + " column, but " + why);
    }
  }

  @Override
  public void accept(Click click) {
    rows++;
    if ((byUser ? click.user() : click.session()) == null) {
      withoutKey++;
      return;
    }
    if (click.item() == null) {
      withoutItem++;
      return;
    }
    int type = typesMatter() && click.event() != null ? type(click.event()) : 0;
    if (filterAtOnce && !keeps(type)) {
      ofOtherTypes++;
      return;
    }
    int key = key(click);
    keys.add(key);
    items.add(item(click.item()));
    if (has(Column.TIME)) {
      times.add(click.time());
    }
    if (needsTypes()) {
      typeOfClick.add(type);
    }
  }

  private int type(String event) {
    int index = types.indexOf(event);
    if (index < 0) {
      index = types.size();
      types.add(event);
      if (index == 100) {
        throw new DataException(
            "more than 100 event types, \"" + event + "\" among them: is it the event column?");
      }
    }
    return index;
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

  private int key(Click click) {
    int key = keyNumbers.number(byUser ? click.user() : click.session());
    boolean first = key == userOfKey.size();
    if (first) {
      userOfKey.add(NO_USER);
      lastDateOfKey.add(Click.NONE);
      firstDayOfKey.add(click.day());
    }
    if (byUser) {
      userOfKey.set(key, user(key, click));
    } else if (click.user() != null && userOfKey.get(key) == NO_USER) {
      userOfKey.set(key, user(userNumbers.number(click.user()), click));
    }
    lastDateOfKey.set(key, has(Column.DAY) ? click.day() : click.time());
    firstDayOfKey.set(key, Math.min(firstDayOfKey.get(key), click.day()));
    return key;
  }

  /** Keeps the id of a user that is new. */
  private int user(int number, Click click) {
    if (number == userIds.size()) {
      userIds.add(click.user());
    }
    return number;
  }

  /** The original id of a user. */
  String userId(int number) {
    return userIds.get(number);
  }

  /** Ends reading: nothing looks up a key or an id any more, so what serves that can go. */
  void end() {
    keyNumbers = null;
    userNumbers = null;
    itemNumbers = null;
  }

  private boolean has(Column column) {
    return columns.contains(column);
  }

  /** Whether an event type is one of those to keep. */
  boolean keeps(int type) {
    return settings.events().isEmpty() || settings.events().contains(types.get(type));
  }

  /** Whether types are asked for; else a column that only has the name of one may hold anything. */
  private boolean typesMatter() {
    return has(Column.EVENT) && (!settings.events().isEmpty() || settings.dropDuplicates());
  }

  /** Whether the type of each click must be known after reading. */
  private boolean needsTypes() {
    return typesMatter() && (!filterAtOnce || settings.dropDuplicates());
  }

  /** Whether the log has times. */
  boolean hasTimes() {
    return columns != null && has(Column.TIME);
  }

  /** Number of clicks kept. */
  int size() {
    return keys.size();
  }

  /** Number of distinct keys. */
  int keyCount() {
    return userOfKey.size();
  }

  /** The key of a click, from 0. */
  int key(int click) {
    return keys.get(click);
  }

  /** The item of a click, from 1. */
  int item(int click) {
    return items.get(click);
  }

  /** The time of a click as the log counts it. */
  long time(int click) {
    return times.get(click);
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
    if (!hasTimes()) {
      return null;
    }
    long[] drained = times.drain(order);
    if (has(Column.DAY)) {
      // a session that crosses midnight has two days; its clicks count from the first
      for (int i = 0; i < order.length; i++) {
        drained[i] += firstDayOfKey.get(keys.get(order[i]));
      }
    }
    return drained;
  }

  /** Hands over the event types of clicks in the order given; null if they do not matter. */
  int[] drainTypes(int[] order) {
    return needsTypes() ? typeOfClick.drain(order) : null;
  }

  /** The user of each key, −1 where unknown; null in a log without users. */
  int[] users() {
    return has(Column.USER) ? userOfKey.toArray() : null;
  }

  /** Date of the last row read of each key, or null in a log without times. */
  long[] lastDates() {
    return hasTimes() ? lastDateOfKey.toArray() : null;
  }

  /** Lets go of all that concerns keys, once sessions have been made of them. */
  void dropKeys() {
    keys.clear();
    userOfKey.clear();
    lastDateOfKey.clear();
    firstDayOfKey.clear();
  }

  /** Original ids; item n is at n − 1. */
  List<String> itemIds() {
    return itemIds;
  }

  /** Event types met, for messages. */
  Set<String> typesMet() {
    return new TreeSet<>(types);
  }

  /** Rows read. */
  long rows() {
    return rows;
  }

  /** What was dropped while reading, by reason. */
  Map<String, Long> dropped() {
    Map<String, Long> dropped = new LinkedHashMap<>();
    dropped.put(byUser ? "rows without user" : "rows without session", withoutKey);
    dropped.put("rows without item", withoutItem);
    dropped.put("events of other types", ofOtherTypes);
    return dropped;
  }
}
