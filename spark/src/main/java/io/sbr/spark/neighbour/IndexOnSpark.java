package io.sbr.spark.neighbour;

import io.sbr.data.Sessions;
import io.sbr.models.algorithm.OnePassLearning;
import io.sbr.models.counting.Popularity;
import io.sbr.models.neighbour.IndexBounds;
import io.sbr.models.neighbour.NeighbourKind;
import io.sbr.models.neighbour.NeighbourModel;
import io.sbr.models.neighbour.SessionIndexBlock;
import io.sbr.models.neighbour.SessionIndexCounts;
import io.sbr.models.neighbour.SessionsByTime;
import io.sbr.models.settings.ModelSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;

/**
 * Makes the index of past sessions on Spark. Sessions are cut into blocks in order of time, a task
 * makes what its block contributes, and the driver puts these together as one machine does.
 */
public final class IndexOnSpark implements OnePassLearning<NeighbourModel> {
  /** Clicks that a task is sent at most: 16 MiB, of 128 that Spark allows. */
  private static final long MOST_CLICKS = 1 << 22;

  private final JavaSparkContext spark;
  private final int parts;

  /**
   * Makes it on a cluster.
   *
   * @param parts how many blocks sessions are cut into, unless blocks would be too large
   */
  public IndexOnSpark(JavaSparkContext spark, int parts) {
    this.spark = spark;
    this.parts = parts;
  }

  @Override
  public NeighbourModel learn(ModelSettings settings, Sessions train, Popularity popularity) {
    SessionsByTime inOrder = SessionsByTime.of(settings, train);
    IndexBounds bounds = ((NeighbourKind) settings.kind()).bounds(settings);
    int itemCount = popularity.itemCount();
    List<Sessions> cut = cut(inOrder);
    JavaRDD<SessionIndexBlock> blocks =
        spark
            .parallelize(cut, Math.max(1, cut.size()))
            .map(sessions -> SessionIndexBlock.of(sessions, itemCount, bounds))
            .persist(StorageLevel.DISK_ONLY());
    try {
      SessionIndexCounts counts = // of all blocks, which are made side by side by it
          blocks.treeAggregate(
              new SessionIndexCounts(itemCount), SessionIndexCounts::add, SessionIndexCounts::add);
      return NeighbourModel.joined(settings, inOrder, counts, blocks.toLocalIterator(), popularity);
    } finally {
      blocks.unpersist(false);
    }
  }

  private List<Sessions> cut(SessionsByTime sessions) {
    long clicks = Math.min(MOST_CLICKS, (sessions.clicks() + parts - 1L) / parts);
    List<Sessions> cut = new ArrayList<>();
    int to;
    for (int from = 0; from < sessions.count(); from = to) {
      to = sessions.end(from, clicks);
      cut.add(sessions.range(from, to));
    }
    return cut;
  }
}
