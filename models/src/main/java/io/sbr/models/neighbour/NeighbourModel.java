package io.sbr.models.neighbour;

import io.sbr.data.Sessions;
import io.sbr.data.store.InputFiles;
import io.sbr.models.counting.Popularity;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.sparse.Fill;
import io.sbr.models.sparse.Rest;
import io.sbr.models.sparse.SparseRecommender;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * A neighbour method with its index and settings, ready to answer, to be kept, and to be asked why.
 * Thread-safe.
 */
public final class NeighbourModel {
  private final SessionIndex index;
  private final NeighbourMethod method;
  private final SparseRecommender recommender;

  private NeighbourModel(ModelSettings settings, SessionIndex index, Popularity popularity) {
    this.index = index;
    NeighbourKind kind = (NeighbourKind) settings.kind();
    method = kind.factory().create(settings, index, 0); // asked at the end of the log
    recommender =
        new SparseRecommender(
            kind.name(),
            Rest.byPopularity(popularity),
            settings.get(Fill.SETTING),
            () -> new NeighbourScores(index, method)::score);
  }

  /**
   * Builds the index.
   *
   * @param popularity of the items in these sessions
   */
  public static NeighbourModel learn(
      ModelSettings settings, Sessions train, Popularity popularity) {
    NeighbourKind kind = (NeighbourKind) settings.kind();
    SessionIndex index =
        new SessionIndexBuilder(train, popularity.itemCount())
            .bounds(kind.bounds(settings))
            .build(SessionsByTime.seconds(settings, train));
    return new NeighbourModel(settings, index, popularity);
  }

  /**
   * Joins what was made of blocks of sessions apart from each other.
   *
   * @param train all sessions, in order of time
   * @param counts of all blocks
   * @param blocks in order of time
   * @param popularity of the items in these sessions
   */
  public static NeighbourModel joined(
      ModelSettings settings,
      SessionsByTime train,
      SessionIndexCounts counts,
      Iterator<SessionIndexBlock> blocks,
      Popularity popularity) {
    IndexBounds bounds = ((NeighbourKind) settings.kind()).bounds(settings);
    SessionIndexJoin join = new SessionIndexJoin(popularity.itemCount(), bounds, List.of(counts));
    blocks.forEachRemaining(join.stretch(0)::put);
    return new NeighbourModel(settings, join.index(train.age(), popularity.clicks()), popularity);
  }

  /**
   * Maps an index that {@link #write} has written: nothing is read before it is needed, and all
   * processes that have it open share its memory.
   *
   * @param wholly whether to look at every number of it first
   * @throws IllegalArgumentException naming the file if it is not what it should be
   */
  public static NeighbourModel map(
      ModelSettings settings, Path file, Popularity popularity, boolean wholly) {
    try {
      SessionIndex index = SessionIndexFile.map(file, popularity.itemCount());
      if (wholly) {
        SessionIndexCheck.check(file, index);
      }
      return new NeighbourModel(settings, index, popularity);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": " + InputFiles.reason(e), e);
    }
  }

  /** Writes the index; the same bytes for the same sessions. */
  public void write(WritableByteChannel channel) throws IOException {
    SessionIndexFile.write(index, channel);
  }

  /**
   * Checks what {@link #write} has written.
   *
   * @throws IOException if it cannot be read back
   */
  public void verify(Path written) throws IOException {
    try {
      SessionIndexFile.map(written, index.itemCount());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Answers. */
  public SparseRecommender recommender() {
    return recommender;
  }

  /**
   * A past session and what it says of an item.
   *
   * @param session its number in order of time, from 0
   * @param newer how many past sessions are newer
   * @param age seconds from its last click to the newest one of all
   * @param similarity to the current session
   * @param said what it adds to the item's score
   * @param items its distinct items, by their last click
   */
  public record Voice(
      int session, int newer, int age, double similarity, double said, int[] items) {}

  /**
   * Who spoke for an item.
   *
   * @param voices the neighbours that hold it, the loudest first, of equals the newer
   * @param sum of what all of them said; the score but for what a setting adds or takes in the end,
   *     as reminders do
   */
  public record Support(List<Voice> voices, double sum) {}

  /** Who spoke for each of these items when a session asked; item numbers, clicks in order. */
  public List<Support> support(int[] clicks, int[] items) {
    NeighbourScores scores = new NeighbourScores(index, method);
    scores.score(clicks, 0, clicks.length);
    NeighbourSearch search = scores.search();
    List<Support> all = new ArrayList<>();
    for (int item : items) {
      List<Voice> voices = new ArrayList<>();
      double sum = 0;
      for (int n = 0; n < search.found(); n++) {
        int session = search.session(n);
        if (index.holds(session, item)) {
          double said = scores.said(n, item);
          sum += said;
          voices.add(
              new Voice(
                  session,
                  index.sessions() - 1 - session,
                  index.age().get(session),
                  search.similarity(n),
                  said,
                  index.items(session)));
        }
      }
      voices.sort(
          Comparator.comparingDouble((Voice voice) -> -Math.abs(voice.said()))
              .thenComparingInt(Voice::newer));
      all.add(new Support(List.copyOf(voices), sum));
    }
    return all;
  }
}
