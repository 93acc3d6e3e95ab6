package io.sbr.spark.cluster;

import java.nio.file.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/** Room on the disks of an executor, in the folders that Spark was given for its own files. */
public final class Scratch {
  private Scratch() {}

  /** The name of a file that nothing else uses; it does not exist. For tasks. */
  public static Path file() {
    return SparkEnv.get().blockManager().diskBlockManager().createTempLocalBlock()._2().toPath();
  }

  /** Adds to what Spark says that the task at work has spilled to disk. */
  public static void count(long bytes) {
    TaskContext.get().taskMetrics().incDiskBytesSpilled(bytes);
  }
}
