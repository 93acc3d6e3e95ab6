package io.sbr.spark.cluster;

import io.sbr.data.DataException;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;

/** What made a job fail, out of what Spark says of it. */
public final class Faults {
  private Faults() {}

  /** A fault of the data that a task or Spark has found, or else what happened to Spark. */
  public static RuntimeException of(Exception failure) {
    SparkException ofSpark = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataException fault) {
        return fault;
      }
      if (cause instanceof AnalysisException fault) { // no such path or column
        return new DataException(fault.getMessage().lines().findFirst().orElseThrow());
      }
      if (ofSpark == null && cause instanceof SparkException outermost) {
        ofSpark = outermost;
      }
    }
    if (ofSpark != null) {
      return new SparkFailure(ofSpark);
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure);
  }
}
