package io.sbr.spark;

import io.sbr.cli.options.UsageException;
import io.sbr.models.algorithm.Algorithm;
import io.sbr.models.algorithm.Algorithms;
import io.sbr.models.algorithm.OnePassLearning;
import io.sbr.models.neighbour.NeighbourKind;
import io.sbr.models.rules.RuleKind;
import io.sbr.models.settings.ModelKind;
import io.sbr.spark.cluster.Cluster;
import io.sbr.spark.neighbour.IndexOnSpark;
import io.sbr.spark.rules.RulesOnSpark;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Option;

/** How items, or sessions, are divided among the tasks of a cluster that learns of them. */
final class NeighbourOptions {
  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "parts that items are divided into, of neighbour methods the sessions, default 200")
  private int partitions;

  /** Makes what learns, for a number of parts. */
  @FunctionalInterface
  private interface OnSpark<M> {
    /** On a cluster. */
    OnePassLearning<M> on(JavaSparkContext spark, int parts);
  }

  /**
   * What learns a model on the cluster.
   *
   * @throws UsageException if one machine has to
   */
  Algorithm algorithm(ModelKind kind) {
    if (partitions < 1) {
      throw new UsageException("--partitions must be at least 1, not " + partitions);
    }
    if (kind instanceof RuleKind rules && rules.divisible()) {
      return Algorithms.rules(rules, learning(RulesOnSpark::new));
    }
    if (kind instanceof NeighbourKind neighbours) {
      return Algorithms.neighbours(neighbours, learning(IndexOnSpark::new));
    }
    throw new UsageException(
        ("%s is learned on one machine, by sbr train; on Spark are ar, sr, item-knn, sknn, v-sknn,"
                + " stan, v-stan and vmis-knn")
            .formatted(kind.name()));
  }

  /** On the cluster that {@code spark-submit} names, or here. */
  private <M> OnePassLearning<M> learning(OnSpark<M> onSpark) {
    return (settings, train, popularity) -> {
      try (JavaSparkContext spark = new JavaSparkContext(Cluster.conf("neighbours"))) {
        return onSpark.on(spark, partitions).learn(settings, train, popularity);
      }
    };
  }
}
