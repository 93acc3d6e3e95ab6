package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sbr.data.Dataset;
import io.sbr.data.store.Datasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each option reaches its own setting: no two have the same value here. */
class OptionsTest {
  @TempDir Path folder;

  @Test
  void everyTrainingOptionHasItsEffect() throws IOException {
    Path run = folder.resolve("run");
    Cli.Outcome outcome =
        Cli.train(
            Cli.ring(folder.resolve("ring")),
            run,
            "--device=reference",
            "--epochs",
            2,
            "--seed=6",
            "--protocol=honest",
            "--min-prefix=3",
            "--validation=0.3",
            "--patience=5",
            "--checkpoint-every=7",
            "--loss-every=9",
            "--k=4,11",
            "--lr=0.02",
            "--l2=0.0003",
            "--lr-step=10",
            "--lr-gamma=0.5",
            "--lr-schedule=torch11",
            "--agc=correct",
            "--json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode json = outcome.json();
    assertThat(json.get("backend").asText()).isEqualTo("reference");
    ObjectMapper reader = new ObjectMapper();
    JsonNode settings = json.get("settings");
    assertThat(settings.get("model").get("name").asText()).isEqualTo("srgnn");
    ((ObjectNode) settings).remove("model");
    assertThat(settings)
        .isEqualTo(
            reader.readTree(
                """
                {"optimizer": {"lr": 0.02, "l2": 0.0003, "lrStep": 10, "lrGamma": 0.5,
                               "lrSchedule": "torch11", "agc": "correct"},
                 "epochs": 2, "batchSize": 16, "seed": 6, "protocol": "honest", "minPrefix": 3,
                 "validation": 0.3, "patience": 5, "checkpointEvery": 7, "lossEvery": 9,
                 "ks": [4, 11, 20]}
                """));
    JsonNode measured = Cli.run("evaluate", "--run", run, "--json").json();
    assertThat(measured.get("examples").asInt())
        .as("of 5 test sessions each of 3, 4 and 5 clicks")
        .isEqualTo(5 * (0 + 1 + 2));
  }

  @Test
  void aPreparedSetHasItsNameAndTheTimesAsTold() throws IOException {
    Path log = folder.resolve("log.csv");
    Files.writeString(log, "session,item,time\n1,a,1600000000\n1,b,1600000007\n");
    Path out = folder.resolve("out");
    Cli.Outcome outcome =
        Cli.run(
            "prepare",
            "--format=csv",
            "--in=" + log,
            "--out=" + out,
            "--split=none",
            "--name=x",
            "--time-format=millis",
            "--json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.json().get("dataset").get("name").asText()).isEqualTo("x");
    Dataset prepared = Datasets.open(out);
    assertThat(prepared.name()).isEqualTo("x");
    assertThat(prepared.train().times())
        .as("seconds, if nothing were said")
        .containsExactly(1600000000L, 1600000007L);
  }
}
