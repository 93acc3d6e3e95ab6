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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** A run keeps its optimizer, and is not resumed with another. */
  @Test
  void theOptimizerIsPartOfTheRun() throws IOException {
    Path ring = Cli.ring(folder.resolve("ring"));
    Path run = folder.resolve("run");
    Cli.Outcome outcome =
        Cli.train(ring, run, "--model=gru4rec", "--momentum=0.25", "--negatives=5", "--json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode optimizer = outcome.json().get("settings").get("optimizer");
    assertThat(optimizer.get("adagrad").get("momentum").asDouble()).isEqualTo(0.25);
    assertThat(optimizer.get("lr").asDouble()).isEqualTo(0.05);
    assertThat(Cli.run("train", "--run", run, "--resume", "--epochs", 4).code()).isZero();
    Cli.Outcome other = Cli.run("train", "--run", run, "--resume", "--optimizer=adam");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("optimizer adagrad, momentum 0.25, not adam");
  }

  /** One command, one folder: measured, asked, resumed with what the data have said. */
  @Test
  void finalIsOneCommandAndOneRun() throws IOException {
    Path ring = Cli.ring(folder.resolve("ring"));
    Path run = folder.resolve("run");
    Cli.Outcome outcome =
        Cli.train(ring, run, "--protocol=final", "--validation-gap=2", "--epochs", 3, "--json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode json = outcome.json();
    assertThat(json.get("settings").get("protocol").asText()).isEqualTo("final");
    assertThat(json.get("settings").get("validationGap").asInt()).isEqualTo(2);
    assertThat(json.get("settings").has("validation")).isFalse();
    assertThat(json.get("origins").get("validation-gap").asText()).isEqualTo("command line");
    int chosen = json.get("selected_epoch").asInt() + 1;
    assertThat(json.get("epochs")).hasSize(3);
    assertThat(json.get("final_epochs")).hasSize(chosen);
    assertThat(outcome.err())
        .contains("phase 1 of 2", "phase 2 of 2", "all of train, epoch 1/" + chosen)
        .contains(
            chosen
                + (chosen == 1 ? " epoch" : " epochs")
                + " chosen on validation, then trained on all of train, test read once");
    JsonNode measured = Cli.run("evaluate", "--run", run, "--json").json();
    assertThat(measured.get("mrr@20")).isEqualTo(json.get("mrr@20"));
    assertThat(Cli.run("recommend", "--run", run, "--items", "10,20").code()).isZero();
    Cli.Outcome again = Cli.run("train", "--run", run, "--resume", "--json");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).containsPattern("validation-gap +2 +run").doesNotContain("phase 1");
    assertThat(again.json().get("mrr@20")).isEqualTo(json.get("mrr@20"));
    Cli.Outcome raised = Cli.run("train", "--run", run, "--resume", "--epochs", 9);
    assertThat(raised.code()).isEqualTo(2);
    assertThat(raised.err()).contains("can no longer be raised");
  }

  @ParameterizedTest
  @CsvSource({
    "--protocol=final --validation=0.2, --validation has no effect on the final protocol",
    "--protocol=final --validation-gap=-1, 'validation-gap must be at least 0, not -1'",
    "--validation-gap=3, 'validation-gap has an effect with the final protocol alone, not with'",
    "--protocol=final --validation-gap=9, fewer than half of the 45 train sessions"
  })
  void whatFinalCannotDoIsSaidInALine(String options, String message) throws IOException {
    Path ring = Cli.ring(folder.resolve("ring"));
    Path run = folder.resolve("run");
    Cli.Outcome outcome = Cli.train(ring, run, (Object[]) options.split(" "));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).contains(message);
    assertThat(run).doesNotExist();
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
