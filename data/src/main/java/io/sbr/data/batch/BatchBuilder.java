package io.sbr.data.batch;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.UsageHistory;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Packs sessions into a {@link GraphBatch}: the session graphs of docs/pipeline.md, section 3, one
 * after another, with what the model needs of them.
 *
 * <p>Time is O(c log l) for c clicks in sessions of at most l. A builder reuses its scratch memory
 * and so belongs to one thread; the batches it returns share nothing with it.
 */
public final class BatchBuilder {
  private final int vocabulary;
  private final BatchSpec needs;
  private final int paddedLength;
  private final Optional<ExampleWeights> weights;
  private final SharedPrefixes shared;

  /** Items of the batch's clicks, session after session. */
  private int[] clicks = new int[0];

  /** Sort keys of a session's clicks. */
  private long[] keys = new long[0];

  /** Position of the first click on the same item, for each click of a session. */
  private int[] firstClick = new int[0];

  /**
   * A builder over items 1 … {@code vocabulary}.
   *
   * @param vocabulary number of items, N; the item table has N + 1 rows
   * @param needs of the model
   * @param paddedLength L, the length that published programs pad every session of a split to:
   *     {@link Examples#longestInput()}, one value per split (docs/pipeline.md, section 2). Has an
   *     effect only if the model wants padding; longer sessions have none.
   */
  public BatchBuilder(int vocabulary, BatchSpec needs, int paddedLength) {
    this(vocabulary, needs, paddedLength, Optional.empty(), SharedPrefixes.NONE);
  }

  private BatchBuilder(
      int vocabulary,
      BatchSpec needs,
      int paddedLength,
      Optional<ExampleWeights> weights,
      SharedPrefixes shared) {
    this.vocabulary = vocabulary;
    this.needs = needs;
    this.paddedLength = needs.paddingNode() ? paddedLength : 0;
    this.weights = weights;
    this.shared = shared;
  }

  /** The same with weights for the examples that it will be given to build of. */
  public BatchBuilder weighted(ExampleWeights own) {
    return new BatchBuilder(vocabulary, needs, paddedLength, Optional.of(own), shared);
  }

  /** The same for training on entries of several examples, each by the number of its longest. */
  public BatchBuilder sharing(SharedPrefixes prefixes) {
    return new BatchBuilder(vocabulary, needs, paddedLength, weights, prefixes);
  }

  /** The batch of the examples with these numbers, in this order, none going on from another. */
  public GraphBatch build(Examples examples, int[] numbers) {
    return build(examples, numbers, none(numbers.length));
  }

  private static int[] none(int entries) {
    int[] none = new int[entries];
    Arrays.fill(none, BatchOrder.NONE);
    return none;
  }

  /**
   * The same of entries that go on from those of the batch before.
   *
   * @param carried as {@link BatchOrder#carried} has it
   */
  public GraphBatch build(Examples examples, int[] numbers, int[] carried) {
    Sessions sessions = examples.sessions();
    int[] chosen = new int[numbers.length];
    int[] offsets = new int[numbers.length + 1];
    int[] targets = new int[numbers.length];
    int[] learned = new int[numbers.length];
    for (int b = 0; b < numbers.length; b++) {
      chosen[b] = examples.session(numbers[b]);
      int cut = examples.prefixLength(numbers[b], chosen[b]);
      offsets[b + 1] = offsets[b] + cut;
      targets[b] = sessions.item(chosen[b], cut);
      learned[b] = shared.learned(examples, numbers[b], chosen[b]);
    }
    return pack(
        sessions,
        chosen,
        examples.history(),
        examples.openView(),
        offsets,
        targets,
        learned,
        carried,
        weights.map(all -> all.of(chosen)));
  }

  /**
   * The batch of whole sessions, to be scored: every target is 0.
   *
   * @throws IllegalArgumentException if a session is empty or holds an item that is not in 1 … N
   */
  public GraphBatch build(Sessions sessions) {
    return build(sessions, UsageHistory.none());
  }

  /**
   * The same with what the sessions' users viewed.
   *
   * @throws IllegalArgumentException if a session is empty or holds an item that is not in 1 … N
   */
  public GraphBatch build(Sessions sessions, UsageHistory history) {
    int[] chosen = new int[sessions.count()];
    int[] learned = new int[chosen.length];
    Arrays.fill(learned, 1);
    for (int b = 0; b < chosen.length; b++) {
      chosen[b] = b;
      if (sessions.length(b) == 0) {
        throw new IllegalArgumentException("session " + b + " of the batch has no clicks");
      }
    }
    return pack(
        sessions,
        chosen,
        history,
        OptionalDouble.empty(),
        sessions.offsets(),
        new int[chosen.length],
        learned,
        none(chosen.length),
        Optional.empty());
  }

  /** The same for sessions of items alone. */
  public GraphBatch build(int[][] sessions) {
    return build(Sessions.of(sessions));
  }

  /** Copies the clicks of one session to {@code at}. */
  private void append(int[] items, int from, int count, int at) {
    if (clicks.length < at + count) {
      int capacity = Math.max(at + count, 2 * clicks.length);
      clicks = Arrays.copyOf(clicks, capacity);
      keys = new long[capacity];
      firstClick = new int[capacity];
    }
    for (int i = 0; i < count; i++) {
      int item = items[from + i];
      if (item < 1 || item > vocabulary) {
        throw new IllegalArgumentException("item " + item + " is not in 1 … " + vocabulary);
      }
      clicks[at + i] = item;
    }
  }

  private GraphBatch pack(
      Sessions source,
      int[] chosen,
      UsageHistory history,
      OptionalDouble openView,
      int[] clickOffsets,
      int[] targets,
      int[] learned,
      int[] carried,
      Optional<double[]> counted) {
    int sessions = targets.length;
    int clickCount = clickOffsets[sessions];
    int[] clickNode = new int[clickCount];
    int[] nodeOffsets = new int[sessions + 1];
    int[] lastNode = new int[sessions];
    float[] padding = new float[sessions];
    for (int b = 0; b < sessions; b++) {
      int begin = clickOffsets[b];
      int end = clickOffsets[b + 1];
      append(source.items(), source.offset(chosen[b]), end - begin, begin);
      padding[b] = Math.max(0, paddedLength - (end - begin));
      int first = nodeOffsets[b] + (padding[b] > 0 ? 1 : 0);
      nodeOffsets[b + 1] = first + number(begin, end, first, clickNode);
      lastNode[b] = clickNode[end - 1];
    }

    int nodes = nodeOffsets[sessions];
    int[] nodeItems = new int[nodes];
    int[] nodeSession = new int[nodes];
    float[] nodeClicks = new float[nodes];
    for (int b = 0; b < sessions; b++) {
      Arrays.fill(nodeSession, nodeOffsets[b], nodeOffsets[b + 1], b);
    }
    for (int c = 0; c < clickCount; c++) {
      nodeItems[clickNode[c]] = clicks[c];
      nodeClicks[clickNode[c]]++;
    }
    PackedSessions packed =
        new PackedSessions(
            nodeItems,
            nodeOffsets,
            nodeSession,
            lastNode,
            nodeClicks,
            clickOffsets,
            clickNode,
            padding);
    GraphBatch batch =
        new GraphBatch(
            packed,
            SessionColumns.of(source, chosen, clickOffsets, history, openView, needs),
            targets,
            learned,
            carried,
            counted,
            GraphBatch.Gather.of(vocabulary + 1, nodeItems),
            GraphBatch.Gather.of(nodes, lastNode),
            Map.of());
    return batch.with(needs.parts());
  }

  /** Gives the clicks of one session their nodes, from {@code firstNode}; returns how many. */
  private int number(int begin, int end, int firstNode, int[] clickNode) {
    int length = end - begin;
    if (needs.order() == NodeOrder.CLICK) {
      for (int i = 0; i < length; i++) {
        clickNode[begin + i] = firstNode + i;
      }
      return length;
    }
    for (int i = 0; i < length; i++) {
      keys[i] = (long) clicks[begin + i] << 32 | i;
    }
    Arrays.sort(keys, 0, length);
    int nodes = 0;
    for (int k = 0; k < length; k++) {
      int i = (int) keys[k];
      boolean sameItem = k > 0 && keys[k] >>> 32 == keys[k - 1] >>> 32;
      firstClick[i] = sameItem ? firstClick[(int) keys[k - 1]] : i;
      nodes += sameItem ? 0 : 1;
      clickNode[begin + i] = firstNode + nodes - 1;
    }
    if (needs.order() == NodeOrder.FIRST_APPEARANCE) {
      int next = firstNode;
      for (int i = 0; i < length; i++) {
        clickNode[begin + i] = firstClick[i] == i ? next++ : clickNode[begin + firstClick[i]];
      }
    }
    return nodes;
  }
}
