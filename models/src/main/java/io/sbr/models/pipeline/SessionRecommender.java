package io.sbr.models.pipeline;

import io.sbr.data.Vocabulary;
import io.sbr.data.batch.Candidates;
import io.sbr.models.algorithm.Algorithms;
import io.sbr.models.algorithm.Fitted;
import io.sbr.models.catalogue.Catalogue;
import io.sbr.models.catalogue.ItemFilter;
import io.sbr.models.catalogue.ItemSearch;
import io.sbr.models.catalogue.RunCatalogue;
import io.sbr.models.counting.Popularity;
import io.sbr.models.eval.Recommender;
import io.sbr.models.eval.Recommender.TopItems;
import io.sbr.models.explain.Explanation;
import io.sbr.models.pipeline.RankingOptions.Unknown;
import io.sbr.models.run.RunInfo;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A trained run, ready to answer "what will this visitor click next?": the entry point for other
 * JVM programs. Speaks the original item ids. Thread-safe; may be closed while other threads ask.
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

  /** What a call after {@link #close} is told. */
  static final String CLOSED = "this recommender is closed";

  private final LoadedRun run;
  private final ClickPacker packer;
  private final Gate gate = new Gate(CLOSED);
  private final Shop shop;
  private final Recommender guarded;
  private final Optional<Backend> ownBackend;

  private SessionRecommender(LoadedRun run, Optional<Backend> ownBackend) {
    this.run = run;
    this.packer = run.packer();
    this.shop = new Shop(run);
    this.guarded = new GuardedRecommender(run.model().recommender(), gate);
    this.ownBackend = ownBackend;
  }

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
    if (!Algorithms.of(LoadedRun.info(run).settings().model().kind()).usesBackend()) {
      return load(run, Optional.empty());
    }
    Backend backend = Backends.choose(device, threads).backend();
    try {
      return new SessionRecommender(
          LoadedRun.read(run, Optional.of(backend), true), Optional.of(backend));
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
    return new SessionRecommender(LoadedRun.read(run, backend, true), Optional.empty());
  }

  /**
   * The same for a program that asks for one batch of sessions and ends: loads sooner, because the
   * item table is not copied into the order in which many calls read it fastest. The answers have
   * the same bits.
   */
  public static SessionRecommender loadForOneCall(Path run, Optional<Backend> backend) {
    return new SessionRecommender(LoadedRun.read(run, backend, false), Optional.empty());
  }

  /**
   * Answers by a shop's catalogue from the next call on: what it says of an item stands beside it,
   * filters go by it, and what is withdrawn is in no answer.
   */
  public void use(Catalogue catalogue) {
    shop.use(catalogue);
  }

  /**
   * Items as people look for them: by the beginning of their ids or of words of their ids and
   * attributes ({@link ItemSearch}), those most clicked in train first. The first call reads all
   * words.
   *
   * @param text all items are found by an empty one
   * @return at most k original ids
   */
  public List<String> find(String text, int k) {
    return shop.find(text, k);
  }

  /** What the shop says of an item, by column; empty if it says nothing. */
  public Map<String, String> attributes(String id) {
    return shop.now().attributes(id);
  }

  /** How the items of the catalogue and the run's differ, in a line; empty if they do not. */
  public Optional<String> mismatch() {
    return shop.now().mismatch();
  }

  /** What the run is. */
  public RunInfo info() {
    return run.info();
  }

  /** The epoch whose weights it has, from 0; 0 without epochs. */
  public int epoch() {
    return run.model().epoch();
  }

  /** The items it knows. */
  public Vocabulary items() {
    return run.items();
  }

  /** {@code [N + 1]} clicks on each item in train; empty in a run of an older program. */
  Optional<int[]> clicksByItem() {
    return run.popular().map(Popularity::clicks);
  }

  /**
   * Whether popular items can be asked for; a run that was begun by an older program knows none.
   */
  public boolean knowsPopular() {
    return run.popular().isPresent();
  }

  /** What its model reads beside the items of the clicks; the rest of a question is left unread. */
  public Set<Clicks.Detail> reads() {
    return packer.reads();
  }

  /** Whether the run knows what a user viewed before; false too if its model does not read it. */
  public boolean knowsUser(String id) {
    return run.history().users().number(id).isPresent();
  }

  /** What the model reads of these clicks and does not get: nothing is known of it. */
  public Set<Clicks.Detail> neutral(Clicks clicks) {
    return packer.known(clicks).neutral();
  }

  /**
   * Refuses a filter that cannot be followed.
   *
   * @throws IllegalArgumentException naming a column that the catalogue does not have
   */
  public void check(ItemFilter filter) {
    shop.now().check(filter);
  }

  /** The model behind it, in item numbers. */
  public Recommender recommender() {
    return guarded;
  }

  /**
   * The k best items for one session.
   *
   * @param clicks original item ids, oldest first
   * @return no items if no click is known
   * @throws IllegalStateException if this recommender is closed
   */
  public Recommendation recommend(List<String> clicks, int k) {
    return recommend(Clicks.of(clicks), RankingOptions.top(k));
  }

  /**
   * The k best items for each session, in order.
   *
   * @param excludeSeen whether a session's own items are left out
   * @return for a session of which no click is known: no items
   * @throws IllegalStateException if this recommender is closed
   */
  public List<Recommendation> recommend(List<List<String>> sessions, int k, boolean excludeSeen) {
    return recommend(
        sessions.stream().map(Clicks::of).toList(),
        new RankingOptions(k, excludeSeen, Unknown.EMPTY));
  }

  /**
   * The best items for one session.
   *
   * @throws IllegalArgumentException as {@link #recommend(List, RankingOptions)}
   * @throws IllegalStateException if this recommender is closed
   */
  public Recommendation recommend(Clicks clicks, RankingOptions options) {
    return recommend(List.of(clicks), options).get(0);
  }

  /**
   * The best items for each session, in order.
   *
   * @throws IllegalArgumentException if popular items are asked for and the run, begun by an older
   *     program, does not say which are
   * @throws IllegalStateException if this recommender is closed
   */
  public List<Recommendation> recommend(List<Clicks> sessions, RankingOptions options) {
    return answer(sessions.stream().map(clicks -> new Question(clicks, options)).toList());
  }

  /**
   * The answers to questions with options of their own, in order. They go through the catalogue
   * together, and each gets what it would get alone, to the bit.
   *
   * @throws IllegalArgumentException if one asks for popular items and the run, begun by an older
   *     program, does not say which are; or filters by a column that the catalogue does not have
   * @throws IllegalStateException if this recommender is closed
   */
  public List<Recommendation> answer(List<Question> questions) {
    RunCatalogue catalogue = shop.now();
    questions.forEach(question -> catalogue.check(question.options().filter()));
    if (questions.stream().anyMatch(Question::wantsPopular)) {
      run.popularity();
    }
    return gate.call(
        () -> {
          Answers batches = new Answers(run, packer, catalogue);
          List<Recommendation> answers = new ArrayList<>(questions.size());
          int most = Math.min(BATCH, guarded.mostSessions());
          for (int from = 0; from < questions.size(); from += most) {
            int to = Math.min(from + most, questions.size());
            answers.addAll(batches.to(questions.subList(from, to)));
          }
          return answers;
        });
  }

  /** The scores of given items for a session of which nothing but the items is known. */
  public double[] scores(List<String> clicks, List<String> wanted) {
    return scores(Clicks.of(clicks), wanted);
  }

  /**
   * The scores of given items for one session.
   *
   * @return one score for each of {@code wanted}; NaN for an item that the run does not know, and
   *     for all if it knows no click
   * @throws IllegalStateException if this recommender is closed
   */
  public double[] scores(Clicks clicks, List<String> wanted) {
    return gate.call(
        () -> {
          KnownClicks known = packer.known(clicks);
          double[] none = new double[wanted.size()];
          Arrays.fill(none, Double.NaN);
          return known.items().length == 0 ? none : scores(known, wanted);
        });
  }

  private double[] scores(KnownClicks known, List<String> wanted) {
    double[] all = run.model().recommender().scores(packer.pack(List.of(known)));
    return wanted.stream()
        .mapToInt(run.items()::number)
        .mapToDouble(number -> number == 0 ? Double.NaN : all[Candidates.of(number)])
        .toArray();
  }

  /** Explains the answer to a session of which nothing but the items is known. */
  public Explanation explain(List<String> clicks, int k, boolean excludeSeen) {
    return explain(Clicks.of(clicks), new RankingOptions(k, excludeSeen, Unknown.EMPTY));
  }

  /**
   * Why the best items for one session are the best: with a neural model the session's graph, the
   * attention that each click got, and how much each click contributed to each item's score; with
   * one that counts, the counts.
   *
   * @throws IllegalArgumentException if no click is known: there is nothing to explain
   * @throws IllegalStateException if this recommender is closed
   */
  public Explanation explain(Clicks clicks, RankingOptions options) {
    return gate.call(
        () -> {
          KnownClicks known = packer.known(clicks);
          if (known.items().length == 0) {
            throw new IllegalArgumentException("the run knows none of the clicked items");
          }
          List<String> unknown =
              clicks.items().stream().filter(id -> run.items().number(id) == 0).toList();
          TopItems top =
              new Answers(run, packer, shop.now()).topK(List.of(known), List.of(options)).get(0);
          return run.model()
              .explain(
                  new Fitted.Question(
                      run.items(),
                      known.items(),
                      unknown,
                      top,
                      kept -> packer.pack(List.of(known.at(kept)))));
        });
  }

  /**
   * Waits for the calls in flight, then frees the weights, and the backend if it was made by {@link
   * #load(Path, String, int)}. A call that comes later is refused. Closing twice does nothing.
   *
   * @throws IllegalStateException if a thread closes from inside one of its own calls
   */
  @Override
  public void close() {
    gate.close(
        () -> {
          run.model().close();
          ownBackend.ifPresent(Backend::close);
        });
  }
}
