package io.sbr.spark.cluster;

/** Spark gave a job up, for no fault of the data that is known. */
final class SparkFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Says so in one line, with what helps most often: of an executor that is lost Spark does not
   * tell the driver why.
   *
   * @param failure as Spark has it, with traces of several machines in its message
   */
  SparkFailure(Exception failure) {
    super(
        "Spark gave up: %s An executor without enough memory is a usual reason (--executor-memory);"
                .formatted(first(failure))
            + " the executors' logs say more",
        failure);
  }

  private static String first(Exception failure) {
    String line = String.valueOf(failure.getMessage()).lines().findFirst().orElse("").strip();
    return line.endsWith(".") ? line : line + ".";
  }
}
