package io.sbr.spark;

import io.sbr.cli.options.UsageException;
import io.sbr.data.prepare.LogSessions;
import io.sbr.data.prepare.PrepareRequest;
import io.sbr.data.prepare.Progress;
import io.sbr.data.read.look.Look;
import io.sbr.spark.cluster.Cluster;
import io.sbr.spark.prepare.SparkReading;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Option;

/** How a log is divided among the tasks of a cluster. */
final class SparkOptions {
  private static final long MEBIBYTE = 1 << 20;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "parts that sessions are made in; a part must fit into an executor, default 200")
  private int partitions;

  @Option(
      names = "--piece",
      paramLabel = "MIB",
      defaultValue = "64",
      description = "how much of a file a task reads, default 64 MiB; packed files are not cut")
  private int piece;

  /** The sessions of a log, made on the cluster that {@code spark-submit} names, or here. */
  LogSessions sessions(PrepareRequest request, Look look, Progress progress) {
    if (partitions < 1) {
      throw new UsageException("--partitions must be at least 1, not " + partitions);
    }
    if (piece < 1) {
      throw new UsageException("--piece must be at least 1, not " + piece);
    }
    try (JavaSparkContext spark = new JavaSparkContext(Cluster.conf("prepare"))) {
      return new SparkReading(spark, partitions, piece * MEBIBYTE)
          .sessions(request, look, progress);
    }
  }
}
