package io.sbr.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Usage statistics: what they count, and that they know nothing of the future. */
class UsageHistoryTest {
  private static final long HOUR = 3_600_000L;
  private static final long DAY = 24 * HOUR;
  private static final long NOW = 100 * DAY;

  /** A click on an item at a time. */
  private record View(int item, long time) {}

  /** Sessions of one user each, with durations as the preparation makes them. */
  private static Sessions sessions(double last, List<List<View>> sessions, int... users) {
    int[] offsets = new int[sessions.size() + 1];
    List<View> views = new ArrayList<>();
    List<Float> lengths = new ArrayList<>();
    for (int s = 0; s < sessions.size(); s++) {
      List<View> session = sessions.get(s);
      offsets[s + 1] = offsets[s] + session.size();
      for (int i = 0; i < session.size(); i++) {
        views.add(session.get(i));
        lengths.add(
            i + 1 == session.size()
                ? (float) last
                : (session.get(i + 1).time - session.get(i).time) / 1000f);
      }
    }
    float[] durations = new float[lengths.size()];
    for (int c = 0; c < durations.length; c++) {
      durations[c] = lengths.get(c);
    }
    return new Sessions(
        views.stream().mapToInt(View::item).toArray(),
        offsets,
        views.stream().mapToLong(View::time).toArray(),
        durations,
        users);
  }

  @Test
  void countsViewsAndSecondsOfEachWindow() {
    Sessions log =
        sessions(
            5,
            List.of(
                List.of(new View(9, NOW - 30 * DAY - 1), new View(9, NOW - 30 * DAY)),
                List.of(new View(3, NOW - 2 * DAY), new View(9, NOW - 2 * DAY + 60_000)),
                List.of(new View(3, NOW - HOUR), new View(3, NOW - 4000), new View(3, NOW + 1)),
                List.of(new View(3, NOW - HOUR))),
            4,
            4,
            4,
            2);
    UsageHistory.Usage usage = new UsageHistory(5, log).before(4, NOW);
    assertThat(usage.items()).containsExactly(3, 9);
    // 3 was viewed 60 s, then 3596 s, and is open since 4 s; 9 twice at the end of a session
    assertThat(usage.statistics())
        .containsExactly(3, 60 + 3596 + 4, 3, 60 + 3596 + 4, 2, 3600, 2, 10, 1, 5, 0, 0);
    assertThat(new UsageHistory(5, log).before(2, NOW).items()).containsExactly(3);
    assertThat(new UsageHistory(5, log).before(4, NOW - 90 * DAY).items()).isEmpty();
    assertThat(new UsageHistory(5, log).before(-1, NOW).items()).isEmpty();
    assertThat(new UsageHistory(5, log).before(99, NOW).items()).isEmpty();
  }

  @Test
  void unknownUsersTimesOrDurationsGiveNothingOrTheDefault() {
    List<List<View>> one = List.of(List.of(new View(1, 0), new View(2, 1000)));
    assertThat(new UsageHistory(0, sessions(0, one, -1)).before(0, NOW).items()).isEmpty();
    assertThat(UsageHistory.none().before(0, NOW).items()).isEmpty();
    Sessions timeless = Sessions.of(new int[] {1, 2});
    assertThat(new UsageHistory(0, timeless).before(0, NOW).items()).isEmpty();
    Sessions known = sessions(0, one, 0);
    Sessions plain =
        new Sessions(known.items(), known.offsets(), known.times(), null, known.users());
    assertThat(new UsageHistory(3, plain).before(0, DAY).statistics())
        .containsExactly(1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3);
  }

  @Test
  void boostsAreExponentialsOfTheRowsNorm() {
    double[] statistics = {2, 0, 1, 0, 1, 0, 4, 0, 1, 0, 0, 0};
    double[] sparse = new UsageHistory.Usage(new int[] {3, 9}, statistics).boosts(10);
    assertThat(sparse[0]).isCloseTo(Math.exp(0.5) - 1, within(1e-15));
    assertThat(sparse[6]).isCloseTo(Math.E - 1, within(1e-15));
    assertThat(sparse[2]).isCloseTo(Math.E - 1, within(1e-15)); // equal, but not among all items
    assertThat(sparse[11]).isZero();
    double[] all = new UsageHistory.Usage(new int[] {1, 2}, statistics).boosts(2);
    assertThat(all[0]).isZero(); // the least of a row without zeros
    assertThat(all[6]).isCloseTo(Math.E - 1, within(1e-15));
    assertThat(all[2]).isZero(); // a constant row
    assertThat(all[8]).isZero();
  }

  /** One view of fifty is a sixth of the way, not a fiftieth. */
  @Test
  void logarithmsTellFewViewsFromNone() {
    double[] statistics = {49, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0};
    UsageHistory.Usage usage = new UsageHistory.Usage(new int[] {3, 9}, statistics);
    assertThat(usage.boosts(10)[6]).isCloseTo(Math.expm1(1.0 / 49), within(1e-15));
    double[] logs = usage.logs().boosts(10);
    assertThat(logs[0]).isCloseTo(Math.E - 1, within(1e-15));
    assertThat(logs[6]).isCloseTo(Math.expm1(Math.log(2) / Math.log(50)), within(1e-15));
    assertThat(logs[1]).isZero();
    assertThat(usage.logs().items()).containsExactly(3, 9);
  }

  @Test
  void noFutureEventChangesAStatistic() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      double last = random.nextInt(3) * 0.7;
      List<List<View>> past = new ArrayList<>();
      List<List<View>> told = new ArrayList<>();
      int count = 1 + random.nextInt(4);
      for (int s = 0; s < count; s++) {
        List<View> session = new ArrayList<>();
        long time = NOW - random.nextInt(40) * HOUR - random.nextInt(5);
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
          session.add(new View(1 + random.nextInt(3), time));
          time += random.nextInt(4) * (random.nextBoolean() ? 1000 : HOUR);
        }
        // The same session as the log has it later: more clicks, at NOW or after it.
        List<View> before = session.stream().filter(v -> v.time < NOW).toList();
        List<View> longer = new ArrayList<>(before);
        for (int i = 0; i < random.nextInt(3); i++) {
          longer.add(new View(1 + random.nextInt(3), NOW + i * random.nextInt(5000)));
        }
        past.add(before);
        told.add(longer);
      }
      told.add(List.of(new View(2, NOW), new View(1, NOW + 1)));
      int[] users = new int[count];
      UsageHistory.Usage known = new UsageHistory(last, sessions(last, past, users)).before(0, NOW);
      UsageHistory.Usage later =
          new UsageHistory(last, sessions(last, told, new int[count + 1])).before(0, NOW);
      assertThat(later.items()).isEqualTo(known.items());
      assertThat(later.statistics()).containsExactly(known.statistics());
    }
  }
}
