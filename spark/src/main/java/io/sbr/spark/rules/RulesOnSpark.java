package io.sbr.spark.rules;

import io.sbr.data.Sessions;
import io.sbr.models.Models;
import io.sbr.models.algorithm.OnePassLearning;
import io.sbr.models.counting.Popularity;
import io.sbr.models.rules.RuleModel;
import io.sbr.models.rules.RuleRows;
import io.sbr.models.settings.ModelSettings;
import io.sbr.spark.cluster.BlockPlace;
import io.sbr.spark.cluster.PartOfBlock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Learns rules on Spark. Items are divided into parts, and each part gets all sessions that hold
 * one of its items, in the order of the data: that is all its rules depend on, so they are learned
 * there by the code of one machine.
 */
public final class RulesOnSpark implements OnePassLearning<RuleModel> {
  /** Clicks that a task hands on to all parts. */
  private static final int BLOCK = 1 << 18;

  private final JavaSparkContext spark;
  private final int parts;

  /**
   * Learns on a cluster.
   *
   * @param parts how many parts items are divided into
   */
  public RulesOnSpark(JavaSparkContext spark, int parts) {
    this.spark = spark;
    this.parts = parts;
  }

  @Override
  public RuleModel learn(ModelSettings settings, Sessions train, Popularity popularity) {
    int count = parts;
    Broadcast<int[]> clicks = spark.broadcast(popularity.clicks());
    Map<String, Object> written = new LinkedHashMap<>(settings.toMap());
    int sessions = train.count();
    List<Tuple2<Long, SessionBlock>> blocks = blocks(train);
    JavaRDD<RuleRows> rows =
        spark
            .parallelizePairs(blocks, Math.max(1, blocks.size()))
            .flatMapToPair(block -> divided(block, count))
            .repartitionAndSortWithinPartitions(new PartOfBlock(count))
            .mapPartitionsWithIndex(
                (part, own) ->
                    List.of(rows(written, part, count, own, clicks.value(), sessions)).iterator(),
                true)
            .persist(StorageLevel.DISK_ONLY());
    try {
      rows.count(); // all parts side by side; the driver then takes one at a time
      return RuleModel.joined(settings, rows.toLocalIterator(), popularity);
    } finally {
      rows.unpersist(false);
      clicks.destroy();
    }
  }

  /** All sessions in blocks, each with the number of its first session. */
  private static List<Tuple2<Long, SessionBlock>> blocks(Sessions train) {
    List<Tuple2<Long, SessionBlock>> blocks = new ArrayList<>();
    int from = 0;
    for (int s = 1; s <= train.count(); s++) {
      if (s == train.count() || train.offset(s) - train.offset(from) >= BLOCK) {
        blocks.add(new Tuple2<>((long) from, SessionBlock.of(train, from, s)));
        from = s;
      }
    }
    return blocks;
  }

  private static Iterator<Tuple2<BlockPlace, SessionBlock>> divided(
      Tuple2<Long, SessionBlock> block, int parts) {
    List<Tuple2<BlockPlace, SessionBlock>> divided = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      SessionBlock own = block._2().holding(part, parts);
      if (own.lengths().length > 0) {
        divided.add(new Tuple2<>(new BlockPlace(part, block._1()), own));
      }
    }
    return divided.iterator();
  }

  private static RuleRows rows(
      Map<String, Object> settings,
      int part,
      int parts,
      Iterator<Tuple2<BlockPlace, SessionBlock>> blocks,
      int[] clicks,
      int sessions) {
    List<SessionBlock> own = new ArrayList<>();
    blocks.forEachRemaining(block -> own.add(block._2()));
    return RuleRows.learn(
        Models.settings(settings),
        SessionBlock.joined(own.iterator()),
        clicks,
        sessions,
        item -> SessionBlock.partOf(item, parts) == part);
  }
}
