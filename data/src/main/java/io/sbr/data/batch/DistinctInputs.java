package io.sbr.data.batch;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Examples grouped by equal input. Many sessions begin alike, and what a model makes of one serves
 * the targets of all: of Diginetica's 57,711 test examples 49,656 differ in their input.
 *
 * <p>Inputs are equal if their clicks are. Where sessions have durations or users, which a model
 * may read beside the clicks ({@link GraphBatch#seconds}, {@link GraphBatch#usageBefore}), every
 * example is an input of its own.
 */
public final class DistinctInputs {
  /** Inputs that later ones are compared with: 30 MB while they are grouped, however many come. */
  private static final int REMEMBERED = 1 << 18;

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

  /** Groups all examples, in the order in which their inputs first occur. */
  public DistinctInputs(Examples examples) {
    this(examples, REMEMBERED);
  }

  /** The same with equal inputs found only among the first {@code remembered} different ones. */
  DistinctInputs(Examples examples, int remembered) {
    this.examples = examples;
    Sessions sessions = examples.sessions();
    boolean clicksAlone = sessions.durations() == null && sessions.users() == null;
    Map<IntBuffer, Integer> known = new HashMap<>();
    int[] inputs = new int[examples.count()];
    int count = 0;
    for (int example = 0; example < inputs.length; example++) {
      int session = examples.session(example);
      // A view of the clicks, compared by content: no prefix is copied.
      IntBuffer clicks =
          IntBuffer.wrap(
              sessions.items(), sessions.offset(session), examples.prefixLength(example, session));
      Integer same = clicksAlone ? known.get(clicks) : null;
      if (same == null && clicksAlone && known.size() < remembered) {
        known.put(clicks, count);
      }
      inputs[example] = same == null ? count++ : same;
    }
    members = GraphBatch.Gather.of(count, inputs);
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
