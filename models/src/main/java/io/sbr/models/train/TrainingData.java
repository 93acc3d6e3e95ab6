package io.sbr.models.train;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.Split;
import io.sbr.data.UsageHistory;

/**
 * A data set cut as the protocol says.
 *
 * @param train examples to learn from: all of train ({@code paper}), or its earlier sessions
 *     ({@code honest})
 * @param validation examples that epochs are compared on: test, or the last sessions of train
 * @param test the test part's examples; may be none with {@code honest}
 * @param itemCount N
 */
public record TrainingData(Examples train, Examples validation, Examples test, int itemCount) {
  /** The same with the last click of each session as its only target. */
  public TrainingData lastOnly() {
    return new TrainingData(train.lastOnly(), validation.lastOnly(), test.lastOnly(), itemCount);
  }

  /**
   * Cuts a data set. With {@code honest} the last sessions of train, line order being time, are for
   * validation: whole sessions, so that no prefix of one is trained.
   *
   * @throws DataException if there is nothing to learn from or nothing to compare epochs on
   */
  public static TrainingData of(Dataset data, TrainSettings settings) {
    int min = settings.minPrefix();
    UsageHistory history = UsageHistory.of(data);
    Examples test = new Examples(data.test(), min, history);
    Examples train;
    Examples validation;
    if (settings.protocol() == Protocol.PAPER) {
      train = new Examples(data.train(), min, history);
      validation = test;
    } else {
      Split split = Split.byFraction(data.train(), settings.validation());
      train = new Examples(split.first(), min, history);
      validation = new Examples(split.last(), min, history);
    }
    String rule = " has more than " + min + (min == 1 ? " click" : " clicks");
    if (train.count() == 0) {
      throw new DataException(data.name() + ": no training session" + rule);
    }
    if (validation.count() == 0) {
      throw new DataException(
          settings.protocol() == Protocol.PAPER
              ? data.name() + ": no test session" + rule + ", and the paper protocol needs one"
              : data.name() + ": no validation session" + rule + "; raise the validation share");
    }
    return new TrainingData(train, validation, test, data.items().size());
  }
}
