package io.sbr.bench.load.visit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.Sessions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.apache.commons.math3.random.MersenneTwister;
import org.junit.jupiter.api.Test;

/** Whose turn it is. */
class VisitorsTest {
  private static final Sessions SESSIONS =
      Sessions.of(new int[] {1}, new int[] {1, 2, 3}, new int[] {4, 5, 6, 7, 8, 9, 10});

  private static Visitors visitors(int most) {
    return new Visitors(SESSIONS, most, new MersenneTwister(3));
  }

  @Test
  void everySessionIsReplayedFromItsFirstClickToItsLast() {
    Visitors visitors = visitors(10);
    Map<Long, Integer> clicks = new HashMap<>();
    Map<Long, Integer> lengths = new HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      Visit visit = visitors.next();
      assertThat(visit.clicks).isEqualTo(clicks.merge(visit.number, 1, Integer::sum));
      lengths.put(visit.number, SESSIONS.length(visit.session));
      visitors.back(visit);
    }
    long under = clicks.keySet().stream().filter(v -> clicks.get(v) < lengths.get(v)).count();
    assertThat(under).isLessThanOrEqualTo(10);
    assertThat(lengths.values()).contains(1, 3, 7);
  }

  @Test
  void theyAreManyAtATimeAndTakeTurns() {
    Visitors visitors = visitors(10);
    Set<Long> present = new HashSet<>();
    int turnsOfAnother = 0;
    long last = -1;
    for (int i = 0; i < 1_000; i++) {
      Visit visit = visitors.next();
      present.add(visit.number);
      assertThat(present.size()).isLessThanOrEqualTo(10);
      turnsOfAnother += visit.number == last ? 0 : 1;
      last = visit.number;
      if (visit.clicks == SESSIONS.length(visit.session)) {
        present.remove(visit.number);
      }
      visitors.back(visit);
    }
    assertThat(turnsOfAnother).isGreaterThan(700);
  }

  @Test
  void nobodyClicksBeforeHisAnswer() {
    Visitors visitors = visitors(2);
    Queue<Visit> waiting = new ArrayDeque<>();
    Set<Long> asked = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      Visit visit = visitors.next(); // more than two wait, so others come
      assertThat(asked.add(visit.number)).isTrue();
      waiting.add(visit);
      if (waiting.size() == 5) {
        Visit answered = waiting.remove();
        asked.remove(answered.number);
        visitors.back(answered);
      }
    }
  }

  @Test
  void someWaitForHundredsOfOthers() {
    int[] items = new int[200];
    Arrays.fill(items, 1);
    Visitors visitors =
        new Visitors(Sessions.of(items), 100, new MersenneTwister(3)); // all sessions are long
    Map<Long, Integer> lastTurn = new HashMap<>();
    List<Integer> gaps = new ArrayList<>();
    for (int turn = 0; turn < 10_000; turn++) {
      Visit visit = visitors.next();
      Integer before = lastTurn.put(visit.number, turn);
      if (before != null) {
        gaps.add(turn - before);
      }
      visitors.back(visit);
    }
    gaps.sort(null);
    int median = gaps.get(gaps.size() / 2);
    assertThat(median).isBetween(10, 100);
    assertThat(gaps.get(gaps.size() - 1)).isGreaterThan(20 * median);
  }
}
