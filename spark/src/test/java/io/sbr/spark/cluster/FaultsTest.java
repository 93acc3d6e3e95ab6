package io.sbr.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.DataException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private static final String GIVEN_UP =
      "Job aborted due to stage failure: ResultStage 1 has failed the maximum allowable number of"
          + " times: 4. Most recent failure reason:\n"
          + "org.apache.spark.shuffle.MetadataFetchFailedException: Missing an output location\n"
          + "\tat org.apache.spark.MapOutputTracker$.validateStatus(MapOutputTracker.scala:1781)";

  @Test
  void whatSparkSaysIsOneLineThatTellsWhatHelps() {
    SparkException spark = new SparkException(GIVEN_UP);
    assertThat(Faults.of(new IllegalStateException(spark)))
        .hasCause(spark)
        .hasMessageStartingWith("Spark gave up: Job aborted due to stage failure: ResultStage 1")
        .hasMessageContaining("--executor-memory")
        .hasMessageNotContainingAny("\n", "MapOutputTracker");
  }

  @Test
  void aFaultOfTheDataIsSaidAsItIs() {
    DataException fault = new DataException("clicks.csv, line 7: no item");
    assertThat(Faults.of(new SparkException(GIVEN_UP, fault))).isSameAs(fault);
  }

  @Test
  void othersAreWhatTheyWere() {
    RuntimeException bug = new IllegalStateException("bug");
    assertThat(Faults.of(bug)).isSameAs(bug);
  }
}
