package io.sbr.spark.rules;

import io.sbr.cli.options.UsageException;
import io.sbr.models.algorithm.Algorithm;
import io.sbr.models.algorithm.Algorithms;
import io.sbr.models.rules.RuleKind;
import io.sbr.models.settings.ModelKind;
import io.sbr.spark.cluster.Cluster;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Option;

/** How rules are divided among the tasks of a cluster. */
public final class RuleOptions {
  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "200",
      description = "parts that items are divided into, default 200")
  private int partitions;

  /**
   * What learns a model on the cluster.
   *
   * @throws UsageException if one machine has to
   */
  public Algorithm algorithm(ModelKind kind) {
    if (partitions < 1) {
      throw new UsageException("--partitions must be at least 1, not " + partitions);
    }
    if (!(kind instanceof RuleKind rules) || !rules.divisible()) {
      throw new UsageException(
          "%s is learned on one machine, by sbr train; on Spark are ar, sr and item-knn"
              .formatted(kind.name()));
    }
    return Algorithms.rules(
        rules,
        (settings, train, popularity) -> {
          try (JavaSparkContext spark = new JavaSparkContext(Cluster.conf("neighbours"))) {
            return new RulesOnSpark(spark, partitions).learn(settings, train, popularity);
          }
        });
  }
}
