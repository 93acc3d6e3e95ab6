package io.sbr.models.rules;

import io.sbr.data.Sessions;
import io.sbr.models.counting.Popularity;
import io.sbr.models.eval.Recommender;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.sparse.Fill;
import io.sbr.models.sparse.Rest;
import io.sbr.models.sparse.SparseRecommender;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Rules with their settings, ready to answer, to be kept, and to be asked why. Thread-safe. */
public final class RuleModel {
  private final RuleTable table;
  private final int lastClicks;
  private final IntToDoubleFunction weight;
  private final SparseRecommender recommender;

  private RuleModel(ModelSettings settings, RuleTable table, Popularity popularity) {
    this.table = table;
    RuleKind kind = (RuleKind) settings.kind();
    lastClicks = kind.speakers().clicks(settings);
    weight = kind.speakers().weight(settings);
    recommender =
        new SparseRecommender(
            kind.name(),
            Rest.byPopularity(popularity),
            settings.get(Fill.SETTING),
            () -> kind.scorer(settings, table));
  }

  /**
   * Learns.
   *
   * @param popularity of the items in these sessions
   */
  public static RuleModel learn(ModelSettings settings, Sessions train, Popularity popularity) {
    RuleKind kind = (RuleKind) settings.kind();
    RuleTable table = kind.maker().make(settings, RuleSessions.all(train, popularity));
    return new RuleModel(settings, table, popularity);
  }

  /**
   * Joins what was learned of items apart from each other.
   *
   * @param parts of which each item is in one at most
   * @param popularity of the items in all sessions
   */
  public static RuleModel joined(
      ModelSettings settings, Iterator<RuleRows> parts, Popularity popularity) {
    return new RuleModel(settings, RuleRows.joined(parts, popularity.itemCount()), popularity);
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @throws IllegalArgumentException naming the file if it is not what it should be
   */
  public static RuleModel read(ModelSettings settings, Path file, Popularity popularity) {
    RuleTable table = RuleTableFile.read(file, popularity.itemCount());
    return new RuleModel(settings, table, popularity);
  }

  /** Writes the rules; the same bytes for the same rules. */
  public void write(WritableByteChannel channel) throws IOException {
    RuleTableFile.write(table, channel);
  }

  /**
   * Checks what {@link #write} has written.
   *
   * @throws IOException if it cannot be read back
   */
  public void verify(Path written) throws IOException {
    try {
      RuleTableFile.read(written, table.itemCount());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Answers. */
  public Recommender recommender() {
    return recommender;
  }

  /**
   * A click and what its rule says of an item.
   *
   * @param position of the click, from 0
   * @param weight what it adds to the item's score
   */
  public record Cause(int position, double weight) {}

  /** The clicks of a session that have a rule for an item, the last one first. */
  public List<Cause> causes(int[] clicks, int item) {
    List<Cause> causes = new ArrayList<>();
    for (int step = 1; step <= Math.min(lastClicks, clicks.length); step++) {
      int position = clicks.length - step;
      int source = clicks[position];
      for (int r = table.offsets()[source]; r < table.offsets()[source + 1]; r++) {
        if (table.targets()[r] == item) {
          causes.add(new Cause(position, weight.applyAsDouble(step) * table.weights()[r]));
        }
      }
    }
    return causes;
  }
}
