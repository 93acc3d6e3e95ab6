package io.sbr.models.pipeline;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.models.algorithm.Algorithms;
import io.sbr.models.algorithm.Fitting;
import io.sbr.models.eval.Metrics;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.TrainingData;
import io.sbr.models.train.TrainingException;
import io.sbr.tensor.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One model for each user, trained on that user's sessions alone and measured on the user's test
 * sessions, as PSR-GAT was published (docs/models.md, section 6). Models are not kept. The
 * published rate drops at epochs 40 and 60; here it drops every {@code lr-step} epochs, 40 and 80.
 *
 * @param users what was measured, by number of the user
 * @param skipped users without enough sessions to train and to measure
 */
public record PerUser(List<User> users, int skipped) {
  /**
   * One user.
   *
   * @param number in the data set
   * @param trained examples learned from
   * @param tested examples measured on
   * @param metrics over those
   */
  public record User(int number, int trained, int tested, Metrics metrics) {}

  /** Told of each user as soon as it is measured. */
  @FunctionalInterface
  public interface Progress {
    /** User {@code done} of {@code total}. */
    void measured(User user, int done, int total);
  }

  /**
   * Which sessions give examples.
   *
   * @param lastOnly whether only the last click of a session is a target, as published
   * @param minSessions users with fewer train sessions are skipped; at least 1
   */
  public record Choice(boolean lastOnly, int minSessions) {}

  /**
   * Trains and measures.
   *
   * @param backend what is computed on; may be empty for a model that uses none
   * @param stop asked at every step; true ends after what was measured so far
   * @throws DataException if the data have no users, or none with enough sessions
   */
  public static PerUser train(
      Dataset data,
      TrainSettings settings,
      Choice choice,
      Optional<Backend> backend,
      Progress progress,
      BooleanSupplier stop) {
    if (data.train().users() == null || data.test().users() == null) {
      throw new DataException(data.name() + ": no users, so there is no model for each");
    }
    SortedMap<Integer, Sessions> train = byUser(data.train());
    SortedMap<Integer, Sessions> test = byUser(data.test());
    List<User> users = new ArrayList<>();
    int skipped = 0;
    for (int number : train.keySet()) {
      if (stop.getAsBoolean()) {
        break;
      }
      Sessions tested = test.getOrDefault(number, Sessions.of());
      Dataset own =
          new Dataset(data.name(), data.items(), train.get(number), tested, data.lastDuration());
      Optional<TrainingData> cut = cut(own, settings, choice);
      skipped += cut.isEmpty() ? 1 : 0;
      Optional<User> user = cut.flatMap(c -> user(number, c, settings, backend, stop));
      user.ifPresent(users::add);
      int done = users.size() + skipped;
      user.ifPresent(measured -> progress.measured(measured, done, train.size()));
    }
    if (users.isEmpty() && !stop.getAsBoolean()) {
      throw new DataException(
          "%s: none of %d users has %d train sessions and a test session that give examples"
              .formatted(data.name(), train.size(), choice.minSessions()));
    }
    return new PerUser(List.copyOf(users), skipped);
  }

  /** The sessions of each known user. */
  private static SortedMap<Integer, Sessions> byUser(Sessions sessions) {
    Map<Integer, List<Integer>> numbers =
        IntStream.range(0, sessions.count())
            .boxed()
            .filter(s -> sessions.users()[s] >= 0)
            .collect(Collectors.groupingBy(s -> sessions.users()[s]));
    SortedMap<Integer, Sessions> byUser = new TreeMap<>();
    numbers.forEach(
        (user, own) -> byUser.put(user, sessions.chosen(own.stream().mapToInt(s -> s).toArray())));
    return byUser;
  }

  /** One user's data cut as the protocol says, if there are enough. */
  private static Optional<TrainingData> cut(Dataset own, TrainSettings settings, Choice choice) {
    if (own.train().count() < choice.minSessions()) {
      return Optional.empty();
    }
    try {
      TrainingData cut = TrainingData.of(own, settings);
      TrainingData wanted = choice.lastOnly() ? cut.lastOnly() : cut;
      return wanted.test().count() > 0 ? Optional.of(wanted) : Optional.empty();
    } catch (DataException tooFew) {
      return Optional.empty();
    }
  }

  /** One user trained and measured; empty if stopped before the end. */
  private static Optional<User> user(
      int number,
      TrainingData cut,
      TrainSettings settings,
      Optional<Backend> backend,
      BooleanSupplier stop) {
    try {
      Fitting fitting =
          new Fitting(
              settings,
              cut,
              Optional.empty(),
              backend,
              TrainListener.NONE,
              stop,
              UnaryOperator.identity());
      TrainResult result = Algorithms.of(settings.model().kind()).fit(fitting);
      return result.stopped()
          ? Optional.empty()
          : Optional.of(new User(number, cut.train().count(), cut.test().count(), result.test()));
    } catch (TrainingException e) {
      throw new TrainingException("user %d: %s".formatted(number, e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written", e);
    }
  }

  /** The mean over users, each counting the same however many examples it has. */
  public Metrics mean() {
    Map<String, Double> mean = new LinkedHashMap<>();
    for (User user : users) {
      user.metrics.values().forEach((key, value) -> mean.merge(key, value, Double::sum));
    }
    mean.replaceAll((key, sum) -> sum / users.size());
    return new Metrics(mean);
  }
}
