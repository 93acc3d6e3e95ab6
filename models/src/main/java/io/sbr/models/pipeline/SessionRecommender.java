package io.sbr.models.pipeline;

import io.sbr.data.Vocabulary;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.Candidates;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.store.ItemsFile;
import io.sbr.models.algorithm.Algorithm;
import io.sbr.models.algorithm.Algorithms;
import io.sbr.models.algorithm.Fitted;
import io.sbr.models.algorithm.Loading;
import io.sbr.models.eval.Recommender;
import io.sbr.models.eval.Recommender.TopItems;
import io.sbr.models.explain.Explanation;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.run.RunInfo;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

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
  /** Sessions scored at once; bounds the memory of a request, not its size. */
  public static final int BATCH = 512;

  private static final String NOTHING_KNOWN = "the run knows none of the clicked items";

  private final RunInfo info;
  private final Vocabulary items;
  private final Fitted model;
  private final Optional<Backend> ownBackend;

  private SessionRecommender(
      RunInfo info, Vocabulary items, Fitted model, Optional<Backend> ownBackend) {
    this.info = info;
    this.items = items;
    this.model = model;
    this.ownBackend = ownBackend;
  }

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
   * @throws io.sbr.data.DataException if its items or transitions cannot be read (named)
   */
  public static SessionRecommender load(Path run, String device, int threads) {
    if (!Algorithms.of(info(run).settings().model().kind()).usesBackend()) {
      return load(run, Optional.empty(), Optional.empty(), true);
    }
    Backend backend = Backends.choose(device, threads).backend();
    try {
      return load(run, Optional.of(backend), Optional.of(backend), true);
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  /** The same on a backend that the caller keeps and closes afterwards. */
  public static SessionRecommender load(Path run, Backend backend) {
    return load(run, Optional.of(backend));
  }

  /**
   * The same, perhaps without a backend.
   *
   * @param backend may be empty for a model that uses none
   */
  public static SessionRecommender load(Path run, Optional<Backend> backend) {
    return load(run, backend, Optional.empty(), true);
  }

  /**
   * The same for a program that asks for one batch of sessions and ends: loads sooner, because the
   * item table is not copied into the order in which many calls read it fastest. The answers have
   * the same bits.
   */
  public static SessionRecommender loadForOneCall(Path run, Optional<Backend> backend) {
    return load(run, backend, Optional.empty(), false);
  }

  private static SessionRecommender load(
      Path folder, Optional<Backend> backend, Optional<Backend> ownBackend, boolean manyCalls) {
    RunDirectory run = new RunDirectory(folder);
    RunInfo info = info(folder);
    Algorithm algorithm = Algorithms.of(info.settings().model().kind());
    if (!algorithm.isFitted(run)) {
      throw new IllegalArgumentException(
          folder
              + (info.settings().learning().isPresent()
                  ? " has no model yet: resume training until an epoch is finished"
                  : " has no model yet: resume it"));
    }
    Vocabulary items = ItemsFile.read(run.checked(run.items()));
    if (items.size() != info.data().items()) {
      throw new IllegalArgumentException(
          "%s has %d items, run.json says %d"
              .formatted(run.items(), items.size(), info.data().items()));
    }
    Fitted model = algorithm.load(new Loading(run, info, backend, manyCalls));
    return new SessionRecommender(info, items, model, ownBackend);
  }

  private static RunInfo info(Path folder) {
    return RunDirectory.info(folder)
        .orElseThrow(
            () -> new IllegalArgumentException(folder + " is not a run: it has no run.json"));
  }

  /** What the run is. */
  public RunInfo info() {
    return info;
  }

  /** The epoch whose weights it has, from 0; 0 without epochs. */
  public int epoch() {
    return model.epoch();
  }

  /** The items it knows. */
  public Vocabulary items() {
    return items;
  }

  /** The model behind it, in item numbers. */
  public Recommender recommender() {
    return model.recommender();
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
    checkDepth(k);
    int[][] known = sessions.stream().map(this::known).toArray(int[][]::new);
    if (known.length > 0 && Arrays.stream(known).allMatch(clicks -> clicks.length == 0)) {
      throw new IllegalArgumentException(NOTHING_KNOWN);
    }
    List<Recommendation> answers = new ArrayList<>(sessions.size());
    for (int from = 0; from < known.length; from += BATCH) {
      int to = Math.min(from + BATCH, known.length);
      int[][] scored =
          Arrays.stream(known, from, to).filter(s -> s.length > 0).toArray(int[][]::new);
      Iterator<TopItems> tops = topK(scored, k, excludeSeen).iterator();
      for (int s = from; s < to; s++) {
        List<Item> top = known[s].length == 0 ? List.of() : named(tops.next());
        int unknown = sessions.get(s).size() - known[s].length;
        answers.add(new Recommendation(top, known[s].length, unknown));
      }
    }
    return answers;
  }

  private List<TopItems> topK(int[][] sessions, int k, boolean excludeSeen) {
    if (sessions.length == 0) {
      return List.of();
    }
    int[][] excluded =
        excludeSeen
            ? Arrays.stream(sessions)
                .map(clicks -> Arrays.stream(clicks).sorted().distinct().toArray())
                .toArray(int[][]::new)
            : null;
    return model.recommender().topK(pack(sessions), k, excluded);
  }

  private GraphBatch pack(int[]... sessions) {
    return new BatchBuilder(items.size(), model.recommender().needs(), info.longestInput())
        .build(sessions);
  }

  private int[] known(List<String> clicks) {
    return clicks.stream().mapToInt(items::number).filter(number -> number > 0).toArray();
  }

  private List<Item> named(TopItems top) {
    List<Item> named = new ArrayList<>(top.items().length);
    for (int i = 0; i < top.items().length; i++) {
      named.add(new Item(items.id(top.items()[i]), top.scores()[i]));
    }
    return named;
  }

  /**
   * The scores of given items for one session.
   *
   * @return one score for each of {@code wanted}; NaN for an item that the run does not know
   * @throws IllegalArgumentException if no click is known
   */
  public double[] scores(List<String> clicks, List<String> wanted) {
    int[] known = known(clicks);
    if (known.length == 0) {
      throw new IllegalArgumentException(NOTHING_KNOWN);
    }
    double[] all = model.recommender().scores(pack(known));
    return wanted.stream()
        .mapToInt(items::number)
        .mapToDouble(number -> number == 0 ? Double.NaN : all[Candidates.of(number)])
        .toArray();
  }

  /**
   * Why the k best items for one session are the best: with a neural model the session's graph, the
   * attention that each click got, and how much each click contributed to each item's score; with
   * one that counts, the counts.
   *
   * @param excludeSeen whether the session's own items are left out
   * @throws IllegalArgumentException if no click is known
   */
  public Explanation explain(List<String> clicks, int k, boolean excludeSeen) {
    checkDepth(k);
    int[] known = known(clicks);
    if (known.length == 0) {
      throw new IllegalArgumentException(NOTHING_KNOWN);
    }
    List<String> unknown = clicks.stream().filter(id -> items.number(id) == 0).toList();
    TopItems top = topK(new int[][] {known}, k, excludeSeen).get(0);
    return model.explain(new Fitted.Question(items, known, unknown, top, this::pack));
  }

  private static void checkDepth(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, not " + k);
    }
  }

  /** Frees the weights, and the backend if it was made by {@link #load(Path, String, int)}. */
  @Override
  public void close() {
    model.close();
    ownBackend.ifPresent(Backend::close);
  }
}
