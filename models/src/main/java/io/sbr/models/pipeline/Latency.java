package io.sbr.models.pipeline;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.models.eval.Evaluator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.util.MathArrays;

/**
 * How long a visitor waits: single requests one after another from one thread, as a server asks
 * ({@link SessionRecommender#recommend(Clicks, RankingOptions)}), for the {@value #K} best items of
 * what visitors of the test part had clicked. A request is timed from the original ids to the
 * original ids.
 *
 * @param requests that were timed
 * @param warmUp requests before them, which were not: Java compiles what is called often
 * @param milliseconds {@code p50} … {@code p99.5}, {@code max}, in this order
 */
public record Latency(int requests, int warmUp, Map<String, Double> milliseconds) {
  /** Items of an answer. */
  public static final int K = 20;

  /** Most requests before those that are timed. */
  public static final int WARM_UP = 2_000;

  /** The warm-up ends sooner where a request takes long. */
  private static final long WARM_UP_NANOS = 10_000_000_000L;

  /** Of the order of the requests: the same for every run, so that runs answer the same ones. */
  private static final int SEED = 1;

  private static final List<Double> PERCENTILES = List.of(50.0, 75.0, 90.0, 95.0, 99.0, 99.5);

  /**
   * Measures.
   *
   * @param requests how many; the prefixes of the test sessions in a random order, and again from
   *     the first if there are fewer
   * @param progress told now and then; false ends it
   * @throws DataException if there is nothing to ask
   * @throws CancellationException if {@code progress} ended it
   */
  public static Latency of(
      SessionRecommender run, Dataset data, int requests, Evaluator.Progress progress) {
    Examples examples = new Examples(data.test(), run.info().settings().minPrefix());
    if (examples.count() == 0) {
      throw new DataException(data.name() + ": no test session to make requests of");
    }
    int[] order = IntStream.range(0, examples.count()).toArray();
    MathArrays.shuffle(order, new Well19937c(SEED));
    RankingOptions options = RankingOptions.top(K);
    long begin = System.nanoTime();
    int warmUp = 0;
    while (warmUp < WARM_UP && System.nanoTime() - begin < WARM_UP_NANOS) {
      run.recommend(clicks(data, run, examples, order[warmUp++ % order.length]), options);
    }
    double[] millis = new double[requests];
    for (int r = 0; r < requests; r++) {
      Clicks clicks = clicks(data, run, examples, order[r % order.length]);
      long asked = System.nanoTime();
      run.recommend(clicks, options);
      millis[r] = (System.nanoTime() - asked) / 1e6;
      if (!progress.proceed(r + 1, requests)) {
        throw new CancellationException("evaluation was stopped");
      }
    }
    return new Latency(requests, warmUp, percentiles(millis));
  }

  /** By linear interpolation between neighbours, as Commons Math has it by default. */
  static Map<String, Double> percentiles(double[] millis) {
    Percentile percentile = new Percentile();
    percentile.setData(millis);
    Map<String, Double> values = new LinkedHashMap<>();
    for (double p : PERCENTILES) {
      values.put("p" + (p == Math.rint(p) ? "" + (int) p : "" + p), percentile.evaluate(p));
    }
    values.put("max", percentile.evaluate(100));
    return values;
  }

  /** What a client knows of an example's input, and the model reads. */
  private static Clicks clicks(Dataset data, SessionRecommender run, Examples examples, int e) {
    Sessions test = data.test();
    int session = examples.session(e);
    int length = examples.prefixLength(e, session);
    List<String> ids = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      ids.add(data.items().id(test.item(session, i)));
    }
    Clicks clicks = Clicks.of(ids);
    if (run.reads().contains(Clicks.Detail.USER) && test.users() != null) {
      int user = test.users()[session];
      clicks = user < 0 ? clicks : clicks.by(data.users().id(user));
    }
    boolean timed =
        run.reads().contains(Clicks.Detail.TIMES) || run.reads().contains(Clicks.Detail.DURATIONS);
    if (timed && test.times() != null) {
      int from = test.offsets()[session];
      clicks =
          clicks.at(
              IntStream.range(from, from + length)
                  .mapToObj(c -> Instant.ofEpochMilli(test.times()[c]))
                  .toList());
    }
    return clicks;
  }
}
