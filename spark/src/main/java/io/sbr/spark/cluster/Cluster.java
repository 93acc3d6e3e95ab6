package io.sbr.spark.cluster;

import org.apache.spark.SparkConf;

/** How commands reach the machines that work for them. */
public final class Cluster {
  private Cluster() {}

  /**
   * What {@code spark-submit} was told; without it, this machine.
   *
   * @param command that is run
   */
  public static SparkConf conf(String command) {
    return new SparkConf()
        .setIfMissing("spark.master", "local[*]")
        .setIfMissing("spark.app.name", "sbr " + command)
        // what travels are blocks of rows: a stream would hold on to the last hundred of them
        .setIfMissing("spark.serializer.objectStreamReset", "1");
  }
}
