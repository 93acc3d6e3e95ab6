package io.sbr.spark.cluster;

import io.sbr.kernels.cpu.jvm.JvmOptions;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/** The module with the Vector API, which a JVM has only if it was started with it. */
public final class VectorModule {
  private VectorModule() {}

  /**
   * What to say where executors lack the module; all of them are started alike, so one is asked.
   */
  public static Optional<String> missing(JavaSparkContext spark) {
    boolean there = spark.parallelize(List.of(0), 1).map(none -> isHere()).first();
    return there
        ? Optional.empty()
        : Optional.of(
            "executors lack the Vector API and run plain loops, which are slower: submit with "
                + (spark.isLocal()
                    ? "--driver-java-options "
                    : "--conf spark.executor.extraJavaOptions=")
                + "--add-modules="
                + JvmOptions.VECTOR_MODULE);
  }

  private static boolean isHere() {
    return ModuleLayer.boot().findModule(JvmOptions.VECTOR_MODULE).isPresent();
  }
}
