package io.sbr.models.run;

import io.sbr.data.Vocabulary;
import io.sbr.tensor.Backend;
import java.nio.file.Path;
import java.util.List;

/**
 * A trained run, ready to answer "what will this visitor click next?": the entry point for other
 * JVM programs. Speaks the original item ids. Thread-safe.
 *
 * <pre>{@code
 * try (SessionRecommender shop = SessionRecommender.load(Path.of("runs/today"), "auto", 0)) {
 *   shop.recommend(List.of("boots", "laces"), 20).items().forEach(System.out::println);
 * }
 * }</pre>
 */
public final class SessionRecommender implements AutoCloseable {
  private SessionRecommender() {}

  /**
   * A recommended item.
   *
   * @param id original id
   * @param score comparable within one session only
   */
  public record Item(String id, double score) {}

  /**
   * The answer for one session.
   *
   * @param items best first
   * @param knownClicks clicks that were used
   * @param unknownClicks clicks that were dropped because the run does not know the item
   */
  public record Recommendation(List<Item> items, int knownClicks, int unknownClicks) {}

  /**
   * Loads a run onto a backend of its own.
   *
   * @param device {@code auto} or a backend's name; see {@link io.sbr.tensor.Backends#choose}
   * @param threads worker threads, 0 for all processors
   * @throws IllegalArgumentException if the folder is no run, a file of it is malformed (named), or
   *     the device is not usable
   */
  public static SessionRecommender load(Path run, String device, int threads) {
    throw new UnsupportedOperationException();
  }

  /** The same on a backend that the caller keeps and closes afterwards. */
  public static SessionRecommender load(Path run, Backend backend) {
    throw new UnsupportedOperationException();
  }

  /** What the run is. */
  public RunInfo info() {
    throw new UnsupportedOperationException();
  }

  /** The items it knows. */
  public Vocabulary items() {
    throw new UnsupportedOperationException();
  }

  /**
   * The k best items for one session, clicked ones not excluded.
   *
   * @param clicks original ids in order of time; unknown ones are dropped and counted
   * @throws IllegalArgumentException if no click is known
   */
  public Recommendation recommend(List<String> clicks, int k) {
    return recommend(List.of(clicks), k, false).get(0);
  }

  /**
   * The k best items for each session, in order.
   *
   * @param excludeSeen whether a session's own items are left out
   * @return for a session of which no click is known: no items
   * @throws IllegalArgumentException if no click of any session is known
   */
  public List<Recommendation> recommend(List<List<String>> sessions, int k, boolean excludeSeen) {
    throw new UnsupportedOperationException();
  }

  /**
   * The scores of given items for one session.
   *
   * @return one score for each of {@code items}; NaN for an item that the run does not know
   * @throws IllegalArgumentException if no click is known
   */
  public double[] scores(List<String> clicks, List<String> items) {
    throw new UnsupportedOperationException();
  }

  /** Frees the weights, and the backend if it was made by {@link #load(Path, String, int)}. */
  @Override
  public void close() {}
}
