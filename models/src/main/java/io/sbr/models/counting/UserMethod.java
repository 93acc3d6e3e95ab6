package io.sbr.models.counting;

import io.sbr.data.TransitionCounts;
import io.sbr.data.UserPast;
import io.sbr.data.UserTally;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.NodeOrder;
import io.sbr.data.batch.users.OwnPast;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Ranks the items of a user's own past, all clicks before the target counted: those of earlier
 * sessions whatever part of the data they are in, and those of the session so far. Where the user
 * or the time is not known, the session is all the past there is. Then POP (docs/models.md, section
 * 10).
 */
public final class UserMethod extends CountingRecommender {
  private static final OwnPast PAST = new OwnPast();

  /** {@code user-pop}, U-POP: the more recent of equal counts first. */
  public static final CountingKind POP =
      new CountingKind(
          "user-pop",
          "the items that the user clicked most, then the most popular ones",
          "place, from the end, among the user's own items: most clicked first, then latest",
          false,
          true,
          (popularity, transitions) ->
              new UserMethod("user-pop", popularity, transitions, byClicks()));

  /** {@code user-recent}, MRU. */
  public static final CountingKind RECENT =
      new CountingKind(
          "user-recent",
          "the items that the user clicked last, then the most popular ones",
          "place, from the end, among the user's own items: latest first",
          false,
          true,
          (popularity, transitions) ->
              new UserMethod("user-recent", popularity, transitions, byTime()));

  /** {@code user-markov}, U-MARKOV: equal transitions, none among them, by U-POP. */
  public static final CountingKind MARKOV =
      new CountingKind(
          "user-markov",
          "what came right after the last click most often for this user, then user-pop",
          "place, from the end, among the user's own items: what came right after the last click"
              + " most often for this user first, then most clicked, then latest",
          false,
          true,
          (popularity, transitions) ->
              new UserMethod(
                  "user-markov", popularity, transitions, byNext().thenComparing(byClicks())));

  /** {@code user-markov-backoff}: U-MARKOV's transitions, MARKOV's, U-POP. */
  public static final CountingKind BACKOFF =
      new CountingKind(
          "user-markov-backoff",
          "what came right after the last click most often for this user, then for all in train,"
              + " then user-pop",
          "place, from the end, among the user's own items and those that came right after the"
              + " last click in train: most often for this user first, then most often in train,"
              + " then most clicked by the user, then latest",
          true,
          true,
          (popularity, transitions) ->
              new UserMethod(
                  "user-markov-backoff",
                  popularity,
                  transitions,
                  byNext().thenComparing(byNextOfAll()).thenComparing(byClicks())));

  private final Popularity popularity;
  private final Optional<TransitionCounts> transitions;
  private final Comparator<Seen> order;

  private UserMethod(
      String name,
      Popularity popularity,
      Optional<TransitionCounts> transitions,
      Comparator<Seen> order) {
    super(name, popularity);
    this.popularity = popularity;
    this.transitions = transitions;
    this.order = order;
  }

  /**
   * What is known of an item.
   *
   * @param clicks of the user
   * @param latest place of the latest one among the user's clicks; −1 without any
   * @param next times it came right after the last click, for this user
   * @param nextOfAll the same in train, for all
   */
  private record Seen(int item, int clicks, int latest, int next, int nextOfAll) {}

  private static Comparator<Seen> byClicks() {
    return Comparator.comparingInt(Seen::clicks).reversed().thenComparing(byTime());
  }

  private static Comparator<Seen> byTime() {
    return Comparator.comparingInt(Seen::latest).reversed();
  }

  private static Comparator<Seen> byNext() {
    return Comparator.comparingInt(Seen::next).reversed();
  }

  private static Comparator<Seen> byNextOfAll() {
    return Comparator.comparingInt(Seen::nextOfAll).reversed();
  }

  @Override
  public BatchSpec needs() {
    return BatchSpec.of(NodeOrder.ITEM_ID, PAST);
  }

  /** Places from the end, so that no two are equal and popularity orders the others alone. */
  @Override
  Counts counts(GraphBatch batch, int b) {
    int[] items =
        seen(batch, b)
            .sorted(order.thenComparingInt(seen -> popularity.rank(seen.item())))
            .mapToInt(Seen::item)
            .toArray();
    int[] places = new int[items.length];
    Arrays.setAll(places, i -> items.length - i);
    return new Counts(items, places);
  }

  private Stream<Seen> seen(GraphBatch batch, int b) {
    int[] session =
        IntStream.range(batch.clickOffsets()[b], batch.clickOffsets()[b + 1])
            .map(click -> batch.nodeItems()[batch.clickNode()[click]])
            .toArray();
    UserPast past = batch.part(PAST).get(b);
    UserTally own = UserTally.of(past, session);
    Counts ofAll =
        transitions
            .map(counts -> FirstOrderMarkov.after(counts, session[session.length - 1]))
            .orElse(Counts.NONE);
    return IntStream.concat(Arrays.stream(own.items()), Arrays.stream(ofAll.items()))
        .distinct()
        .mapToObj(
            item -> {
              int row = Arrays.binarySearch(own.items(), item);
              int place = Arrays.binarySearch(ofAll.items(), item);
              return new Seen(
                  item,
                  row < 0 ? 0 : own.clicks()[row],
                  row < 0 ? -1 : own.latest()[row],
                  row < 0 ? 0 : own.next()[row],
                  place < 0 ? 0 : ofAll.counts()[place]);
            });
  }
}
