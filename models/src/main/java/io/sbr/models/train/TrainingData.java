package io.sbr.models.train;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.Split;
import io.sbr.data.UsageHistory;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A data set cut as the protocol says.
 *
 * @param train examples to learn from: all of train ({@code paper}), or its earlier sessions
 *     ({@code honest}, and {@code final} while it chooses)
 * @param validation examples that epochs are compared on: test, or the last sessions of train
 * @param test the test part's examples; may be none with {@code honest}
 * @param whole all of train, which {@code final} learns from anew; empty with the others
 * @param itemCount N
 */
public record TrainingData(
    Examples train, Examples validation, Examples test, Optional<Examples> whole, int itemCount) {
  /** What the model that is reported has learned from, and so must whatever stands beside it. */
  public Examples learned() {
    return whole.orElse(train);
  }

  /** The same with the last click of each session as its only target. */
  public TrainingData lastOnly() {
    return new TrainingData(
        train.lastOnly(),
        validation.lastOnly(),
        test.lastOnly(),
        whole.map(Examples::lastOnly),
        itemCount);
  }

  /**
   * Cuts a data set. With {@code honest} and {@code final} the last sessions of train, line order
   * being time, are for validation: whole sessions, so that no prefix of one is trained.
   *
   * @throws DataException if there is nothing to learn from or nothing to compare epochs on
   */
  public static TrainingData of(Dataset data, TrainSettings settings) {
    int min = settings.minPrefix();
    UsageHistory history = UsageHistory.of(data);
    OptionalDouble openView = settings.openView(data.lastDuration());
    Function<Sessions, Examples> examples =
        sessions -> new Examples(sessions, min, history).withOpenView(openView);
    Examples test = examples.apply(data.test());
    Examples all = examples.apply(data.train());
    Examples train = all;
    Examples validation = test;
    if (settings.protocol() != Protocol.PAPER) {
      Split split =
          settings.protocol() == Protocol.FINAL
              ? FinalSplit.of(data, settings.validationGap()).cut(data.train())
              : Split.byFraction(data.train(), settings.validation());
      train = examples.apply(split.first());
      validation = examples.apply(split.last());
    }
    String rule = " has more than " + min + (min == 1 ? " click" : " clicks");
    if (train.count() == 0) {
      throw new DataException(data.name() + ": no training session" + rule);
    }
    if (test.count() == 0 && settings.protocol() != Protocol.HONEST) {
      throw new DataException(
          "%s: no test session%s, and the %s protocol needs one"
              .formatted(data.name(), rule, settings.protocol()));
    }
    if (validation.count() == 0) {
      throw new DataException(
          data.name()
              + ": no validation session"
              + rule
              + (settings.protocol() == Protocol.FINAL
                  ? "; use --protocol honest"
                  : "; raise the validation share"));
    }
    Optional<Examples> whole =
        settings.protocol() == Protocol.FINAL ? Optional.of(all) : Optional.empty();
    return new TrainingData(train, validation, test, whole, data.items().size());
  }
}
