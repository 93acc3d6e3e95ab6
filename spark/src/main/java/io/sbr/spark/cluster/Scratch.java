package io.sbr.spark.cluster;

import java.nio.file.Path;
import org.apache.spark.SparkEnv;

/** Room on the disks of an executor, in the folders that Spark was given for its own files. */
public final class Scratch {
  private Scratch() {}

  /** The name of a file that nothing else uses; it does not exist. For tasks. */
  public static Path file() {
    return SparkEnv.get().blockManager().diskBlockManager().createTempLocalBlock()._2().toPath();
  }
}
