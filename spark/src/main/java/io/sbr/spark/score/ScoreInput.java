package io.sbr.spark.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.Partition;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.sql.execution.datasources.PartitionedFile;

/** The forms in which sessions come. Whatever the form, a row becomes JSON and is read as that. */
enum ScoreInput {
  /** An object a line. */
  JSON {
    @Override
    JavaRDD<String> rows(SparkSession spark, String[] paths) {
      return spark.read().textFile(paths).javaRDD().filter(line -> !line.isBlank());
    }
  },
  /** A row each, with a header. */
  CSV {
    @Override
    JavaRDD<String> rows(SparkSession spark, String[] paths) {
      return spark
          .read()
          .option("header", true)
          .option("escape", "\"")
          .csv(paths)
          .toJSON()
          .javaRDD();
    }
  },
  /** A row each; items, times and durations are lists. */
  PARQUET {
    @Override
    JavaRDD<String> rows(SparkSession spark, String[] paths) {
      return spark.read().parquet(paths).toJSON().javaRDD();
    }
  };

  /** The rows as JSON, cut into as many partitions on any cluster. */
  abstract JavaRDD<String> rows(SparkSession spark, String[] paths);

  /** The form of a file by its name; JSON where that does not say. */
  static ScoreInput of(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    if (name.contains(".parquet")) {
      return PARQUET;
    }
    return name.contains(".csv") ? CSV : JSON;
  }

  /**
   * What each partition reads: files with their sizes and times, and ranges of them.
   *
   * @param rows as {@link #rows} gives them
   */
  static List<List<String>> pieces(JavaRDD<String> rows) {
    List<List<String>> pieces = new ArrayList<>();
    for (Partition partition : rows.partitions()) {
      List<String> ranges = new ArrayList<>();
      for (PartitionedFile file : ((FilePartition) partition).files()) {
        ranges.add(
            "%s %d+%d of %d at %d"
                .formatted(
                    file.filePath().urlEncoded(),
                    file.start(),
                    file.length(),
                    file.fileSize(),
                    file.modificationTime()));
      }
      pieces.add(ranges);
    }
    return pieces;
  }
}
