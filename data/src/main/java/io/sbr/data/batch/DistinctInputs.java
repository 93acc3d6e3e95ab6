package io.sbr.data.batch;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Examples grouped by equal input. Many sessions begin alike, and what a model makes of one serves
 * the targets of all: of Diginetica's 57,711 test examples 49,656 differ in their input.
 *
 * <p>Inputs are equal if all is equal that the model reads of them: the clicks, and the columns
 * that its batches declare ({@link BatchSpec#reads}) as far as the sessions have them.
 */
public final class DistinctInputs {
  /** Inputs that later ones are compared with: 30 MB while they are grouped, however many come. */
  private static final int REMEMBERED = 1 << 18;

  private static final Object ABSENT = "";

  private final Examples examples;
  private final GraphBatch.Gather members;

  /**
   * Targets of consecutive inputs.
   *
   * @param examples {@code [T]} numbers of the examples
   * @param sessions {@code [T]} the input of each, from 0 for the first of these; ascending
   * @param items {@code [T]} the click that follows, from 1
   */
  public record Targets(int[] examples, int[] sessions, int[] items) {}

  /**
   * Groups all examples, in the order in which their inputs first occur.
   *
   * @param needs of the model
   */
  public DistinctInputs(Examples examples, BatchSpec needs) {
    this(examples, needs, REMEMBERED);
  }

  /** The same with equal inputs found only among the first {@code remembered} different ones. */
  DistinctInputs(Examples examples, BatchSpec needs, int remembered) {
    this.examples = examples;
    Set<Column> reads = needs.reads();
    Map<Object, Integer> known = new HashMap<>();
    int[] inputs = new int[examples.count()];
    int count = 0;
    for (int example = 0; example < inputs.length; example++) {
      Object input = input(examples, example, reads);
      Integer same = known.get(input);
      if (same == null && known.size() < remembered) {
        known.put(input, count);
      }
      inputs[example] = same == null ? count++ : same;
    }
    members = GraphBatch.Gather.of(count, inputs);
  }

  /** All that is read of an example's input, to be compared by content: no prefix is copied. */
  private static Object input(Examples examples, int example, Set<Column> reads) {
    Sessions sessions = examples.sessions();
    int session = examples.session(example);
    int from = sessions.offset(session);
    int length = examples.prefixLength(example, session);
    IntBuffer clicks = IntBuffer.wrap(sessions.items(), from, length);
    if (reads.isEmpty()) {
      return clicks;
    }
    List<Object> input = new ArrayList<>(List.of(clicks));
    for (Column column : reads) {
      // The length of a view that goes on is the same for all.
      boolean open = column == Column.DURATIONS && examples.openView().isPresent();
      input.add(values(sessions, session, column, from, open ? length - 1 : length));
    }
    return input;
  }

  /** What a column holds of the first clicks of a session; the same for all where it is absent. */
  private static Object values(
      Sessions sessions, int session, Column column, int from, int length) {
    return switch (column) {
      case TIMES ->
          sessions.times() == null ? ABSENT : LongBuffer.wrap(sessions.times(), from, length);
      case DURATIONS ->
          sessions.durations() == null
              ? ABSENT
              : FloatBuffer.wrap(sessions.durations(), from, length);
      case USERS -> sessions.users() == null ? ABSENT : (Object) sessions.users()[session];
      case STARTS -> sessions.times() == null ? ABSENT : (Object) sessions.start(session);
      case PAST -> // the same where user and start are
          List.of(
              values(sessions, session, Column.USERS, from, length),
              values(sessions, session, Column.STARTS, from, length));
    };
  }

  /** Number of inputs. */
  public int count() {
    return members.tableRows();
  }

  /** The number of each input's first example, in which it can be read. */
  public int[] representatives() {
    int[] first = new int[count()];
    Arrays.setAll(first, input -> members.positions()[members.offsets()[input]]);
    return first;
  }

  /** What the inputs {@code [from, to)} are followed by. */
  public Targets targets(int from, int to) {
    int[] offsets = members.offsets();
    int[] numbers = Arrays.copyOfRange(members.positions(), offsets[from], offsets[to]);
    int[] sessions = new int[numbers.length];
    int[] items = new int[numbers.length];
    for (int t = 0; t < numbers.length; t++) {
      int session = examples.session(numbers[t]);
      sessions[t] = members.indices()[numbers[t]] - from;
      items[t] = examples.sessions().item(session, examples.prefixLength(numbers[t], session));
    }
    return new Targets(numbers, sessions, items);
  }
}
