package io.sbr.data;

import java.util.Arrays;

/**
 * Packs sessions into a {@link GraphBatch}: the session graphs of spec/pipeline.md, section 3, one
 * after another, without its padding node. An edge a→b stands for at least one click on b right
 * after a; A_in divides it by the in-degree of b, A_out by the out-degree of a.
 *
 * <p>Time is O(c log l) for c clicks in sessions of at most l. A builder reuses its scratch memory
 * and so belongs to one thread; the batches it returns share nothing with it.
 */
public final class BatchBuilder {
  private final int vocabulary;
  private final NodeOrder order;

  /** Items of the batch's clicks, session after session. */
  private int[] clicks = new int[0];

  /** Sort keys of a session's clicks, then of its edges. */
  private long[] keys = new long[0];

  /** Position of the first click on the same item, for each click of a session. */
  private int[] firstClick = new int[0];

  /**
   * A builder over items 1 … {@code vocabulary}.
   *
   * @param vocabulary number of items, N; the item table has N + 1 rows
   */
  public BatchBuilder(int vocabulary, NodeOrder order) {
    this.vocabulary = vocabulary;
    this.order = order;
  }

  /** The batch of the examples with these numbers, in this order. */
  public GraphBatch build(Examples examples, int[] numbers) {
    Sessions sessions = examples.sessions();
    int[] offsets = new int[numbers.length + 1];
    int[] targets = new int[numbers.length];
    for (int b = 0; b < numbers.length; b++) {
      int session = examples.session(numbers[b]);
      int cut = examples.cut(numbers[b], session);
      offsets[b + 1] = offsets[b] + cut;
      append(sessions.items(), sessions.offset(session), cut, offsets[b]);
      targets[b] = sessions.item(session, cut);
    }
    return pack(offsets, targets);
  }

  /**
   * The batch of whole sessions, to be scored: every target is 0.
   *
   * @throws IllegalArgumentException if a session is empty or holds an item that is not in 1 … N
   */
  public GraphBatch build(int[][] sessions) {
    int[] offsets = new int[sessions.length + 1];
    for (int b = 0; b < sessions.length; b++) {
      if (sessions[b].length == 0) {
        throw new IllegalArgumentException("session " + b + " of the batch has no clicks");
      }
      offsets[b + 1] = offsets[b] + sessions[b].length;
      append(sessions[b], 0, sessions[b].length, offsets[b]);
    }
    return pack(offsets, new int[sessions.length]);
  }

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

  private GraphBatch pack(int[] clickOffsets, int[] targets) {
    int sessions = targets.length;
    int clickCount = clickOffsets[sessions];
    int[] clickNode = new int[clickCount];
    int[] nodeOffsets = new int[sessions + 1];
    int[] lastNode = new int[sessions];
    Edges edges = new Edges(clickCount);
    for (int b = 0; b < sessions; b++) {
      int begin = clickOffsets[b];
      int end = clickOffsets[b + 1];
      nodeOffsets[b + 1] = nodeOffsets[b] + number(begin, end, nodeOffsets[b], clickNode);
      lastNode[b] = clickNode[end - 1];
      addEdges(begin, end, clickNode, edges);
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
    Edges.Adjacency adjacency = edges.adjacency(nodes);
    return new GraphBatch(
        sessions,
        nodeItems,
        nodeOffsets,
        nodeSession,
        lastNode,
        nodeClicks,
        clickOffsets,
        clickNode,
        targets,
        adjacency.in(),
        adjacency.out(),
        gather(vocabulary + 1, nodeItems),
        gather(nodes, lastNode));
  }

  /** Gives the clicks of one session their nodes, from {@code firstNode}; returns how many. */
  private int number(int begin, int end, int firstNode, int[] clickNode) {
    int length = end - begin;
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
    if (order == NodeOrder.FIRST_APPEARANCE) {
      int next = firstNode;
      for (int i = 0; i < length; i++) {
        clickNode[begin + i] = firstClick[i] == i ? next++ : clickNode[begin + firstClick[i]];
      }
    }
    return nodes;
  }

  private void addEdges(int begin, int end, int[] clickNode, Edges edges) {
    int transitions = end - begin - 1;
    for (int i = 0; i < transitions; i++) {
      keys[i] = (long) clickNode[begin + i] << 32 | clickNode[begin + i + 1];
    }
    Arrays.sort(keys, 0, transitions);
    for (int i = 0; i < transitions; i++) {
      if (i == 0 || keys[i] != keys[i - 1]) {
        edges.add((int) (keys[i] >>> 32), (int) keys[i]);
      }
    }
  }

  /** The choice with its inverse: the choices sorted by row, ties by position. */
  private static GraphBatch.Gather gather(int tableRows, int[] indices) {
    int count = indices.length;
    long[] byRow = new long[count];
    for (int i = 0; i < count; i++) {
      byRow[i] = (long) indices[i] << 32 | i;
    }
    Arrays.sort(byRow);
    int[] rows = new int[count];
    int[] offsets = new int[count + 1];
    int[] positions = new int[count];
    int distinct = 0;
    for (int k = 0; k < count; k++) {
      int row = (int) (byRow[k] >>> 32);
      positions[k] = (int) byRow[k];
      if (distinct == 0 || rows[distinct - 1] != row) {
        rows[distinct] = row;
        offsets[distinct++] = k;
      }
    }
    offsets[distinct] = count;
    return new GraphBatch.Gather(
        tableRows,
        indices,
        Arrays.copyOf(rows, distinct),
        Arrays.copyOf(offsets, distinct + 1),
        positions);
  }
}
