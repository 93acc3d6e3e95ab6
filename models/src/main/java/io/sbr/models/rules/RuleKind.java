package io.sbr.models.rules;

import io.sbr.models.settings.ModelKind;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.sparse.Fill;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;

/**
 * A kind of rules.
 *
 * @param name as in {@code --model}
 * @param title what it is and where it was published, one line
 * @param settings its own, to which {@link Fill} is added
 * @param maker makes the table
 * @param speakers which clicks of a session speak
 * @param divisible whether an item's rules come of the sessions that hold it and of counts, so that
 *     items can be divided among machines
 */
public record RuleKind(
    String name,
    String title,
    List<ModelSetting<?>> settings,
    Maker maker,
    Speakers speakers,
    boolean divisible)
    implements ModelKind {
  /** Adds what all have. */
  public RuleKind {
    settings = Stream.concat(settings.stream(), Stream.of(Fill.SETTING)).toList();
  }

  /** Makes a table of sessions. */
  @FunctionalInterface
  interface Maker {
    /** The table, in which items that are not asked for have no rules. */
    RuleTable make(ModelSettings settings, RuleSessions train);
  }

  /** Which clicks of a session speak, and how loud. */
  interface Speakers {
    /** The last click alone. */
    Speakers LAST =
        new Speakers() {
          @Override
          public int clicks(ModelSettings settings) {
            return 1;
          }

          @Override
          public IntToDoubleFunction weight(ModelSettings settings) {
            return step -> 1;
          }
        };

    /** How many of the last clicks. */
    int clicks(ModelSettings settings);

    /** The weight of each by its distance from the end, 1 for the last. */
    IntToDoubleFunction weight(ModelSettings settings);
  }

  /** Scores with a table; for one thread. */
  RuleScorer scorer(ModelSettings settings, RuleTable table) {
    return new RuleScorer(table, speakers.clicks(settings), speakers.weight(settings));
  }

  @Override
  public String toString() {
    return name;
  }
}
