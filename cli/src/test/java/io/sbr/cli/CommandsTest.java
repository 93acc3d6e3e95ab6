package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as a user sees them, in this JVM. */
class CommandsTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path data;
  private static Path run;
  private static Cli.Outcome trained;

  @BeforeAll
  static void trainOnce() throws IOException {
    data = Cli.ring(shared.resolve("ring"));
    run = shared.resolve("run");
    trained = Cli.train(data, run, "--epochs", 6, "--lr", 0.02, "--json");
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  @Test
  void trainingReportsModelAndBaselines() {
    JsonNode json = trained.json();
    for (String key : List.of("recall@5", "mrr@5", "recall@20", "mrr@20", "ndcg@20")) {
      assertThat(json.get(key).asDouble()).as(key).isBetween(0.0, 100.0);
    }
    assertThat(json.get("recall@20").asDouble()).as("nine items in all").isEqualTo(100);
    assertThat(json.get("baselines").fieldNames())
        .toIterable()
        .containsExactly("pop", "s-pop", "markov");
    assertThat(json.get("baselines").get("markov").get("mrr@20").asDouble())
        .as("a ring is first order")
        .isCloseTo(100, within(1e-9));
    assertThat(json.get("epochs")).hasSize(6);
    assertThat(json.get("peak_memory_mib").asDouble()).isPositive();
    assertThat(json.get("data").get("items").asInt()).isEqualTo(9);
  }

  @Test
  void bannerNamesBackendAndOrigins() {
    assertThat(trained.err())
        .containsPattern("backend: .* \\[auto")
        .containsPattern("epochs +6 +command line")
        .containsPattern("seed +1 +default")
        .containsPattern("epoch 6/6: loss")
        .containsPattern("srgnn +100\\.00|srgnn +\\d")
        .contains("sbr recommend --run " + run);
    assertThat(trained.json().get("origins").get("lr").asText()).isEqualTo("command line");
    assertThat(trained.json().get("origins").get("l2").asText()).isEqualTo("default");
  }

  @Test
  void resultsAreTextWithoutJson() throws IOException {
    Cli.Outcome text = Cli.train(data, folder.resolve("run"));
    assertThat(text.out()).contains("srgnn", "pop", "s-pop", "markov", "recall@20", "mrr@20");
    assertThat(text.err()).contains("epoch 1/1").doesNotContain("markov");
  }

  @Test
  void evaluationOfItsOwnDataAgreesWithTraining() {
    JsonNode again = Cli.run("evaluate", "--run", run, "--k", "20,5", "--json").json();
    assertThat(again.get("recall@5")).isEqualTo(trained.json().get("recall@5"));
    assertThat(again.get("mrr@20")).isEqualTo(trained.json().get("mrr@20"));
    assertThat(again.has("recall@10")).isFalse();
    assertThat(again.get("unknown_targets").asInt()).isZero();
  }

  @Test
  void ranksOfAFinishedRunCanBeAdded() throws IOException {
    Path kept = run.resolve("ranks.csv.gz");
    Path again = folder.resolve("ranks.csv.gz");
    assertThat(Cli.run("evaluate", "--run", run, "--ranks", again).code()).isZero();
    assertThat(again).hasSameBinaryContentAs(kept);
    Path other = Cli.plain(folder.resolve("other"), "10 20\n", "10 20\n");
    Cli.Outcome refused =
        Cli.run("evaluate", "--run", run, "--data", other, "--ranks", folder.resolve("no"));
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("other is not what");
    assertThat(folder.resolve("no")).doesNotExist();
  }

  @Test
  void evaluationOfOtherDataCountsWhatItDoesNotKnow() throws IOException {
    Path other = Cli.plain(folder.resolve("other"), "10 20\n", "10 777 20\n10 888\n777 888\n");
    Cli.Outcome outcome = Cli.run("evaluate", "--run", run, "--data", other, "--json");
    JsonNode json = outcome.json();
    // 10 → 777 (miss), 10 → 20, 10 → 888 (miss); 777 alone is no input
    assertThat(json.get("examples").asInt()).isEqualTo(3);
    assertThat(json.get("unknown_targets").asInt()).isEqualTo(2);
    assertThat(json.get("dropped_clicks").asInt()).isEqualTo(4);
    assertThat(json.get("skipped_examples").asInt()).isEqualTo(1);
    assertThat(json.get("recall@20").asDouble()).isCloseTo(100.0 / 3, within(1e-9));
    assertThat(outcome.err()).contains("dropped: 4", "misses: 2");
  }

  @Test
  void recommendationsSpeakOriginalIds() {
    JsonNode json =
        Cli.run("recommend", "--run", run, "--items", "20,nothing,30", "--top", 3, "--json").json();
    assertThat(json.get("known_clicks").asInt()).isEqualTo(2);
    assertThat(json.get("unknown_clicks").asInt()).isEqualTo(1);
    assertThat(json.get("items")).hasSize(3);
    assertThat(json.get("items").get(0).get("item").asText()).matches("[1-9]0");
    double first = json.get("items").get(0).get("score").asDouble();
    assertThat(json.get("items").get(1).get("score").asDouble()).isLessThanOrEqualTo(first);
  }

  @Test
  void seenItemsCanBeExcluded() {
    JsonNode all = Cli.run("recommend", "--run", run, "--items", "20,30", "--json").json();
    JsonNode unseen =
        Cli.run("recommend", "--run", run, "--items", "20,30", "--exclude-seen", "--json").json();
    assertThat(all.get("items")).hasSize(9);
    assertThat(unseen.get("items").findValuesAsText("item")).hasSize(7).doesNotContain("20", "30");
  }

  @Test
  void manySessionsAtOnce() throws IOException {
    Path sessions = folder.resolve("sessions.txt");
    Files.writeString(sessions, "20,30\n\nnothing\n30,40\n");
    Cli.Outcome lines = Cli.run("recommend", "--run", run, "--in", sessions, "--top", 2);
    assertThat(lines.out().lines()).hasSize(4);
    assertThat(lines.out().lines().toList().subList(1, 3)).containsOnly("");
    List<String> json =
        Cli.run("recommend", "--run", run, "--in", sessions, "--json").out().lines().toList();
    assertThat(json).hasSize(4);
    JsonNode alone = Cli.run("recommend", "--run", run, "--items", "30,40", "--json").json();
    assertThat(new ObjectMapper().readTree(json.get(3)).get("items")).isEqualTo(alone.get("items"));
  }

  @Test
  void resumeGoesOnWithTheRunsOwnSettings() throws IOException {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    assertThat(Cli.train(data, whole, "--epochs", 3).code()).isZero();
    assertThat(Cli.train(data, parts, "--epochs", 2).code()).isZero();
    Cli.Outcome resumed = Cli.run("train", "--run", parts, "--resume", "--epochs", 3);
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.err()).containsPattern("hidden +8 +run").contains("resumed at epoch 3");
    for (String file : List.of("model.safetensors", "checkpoint.safetensors")) {
      assertThat(parts.resolve(file)).as(file).hasSameBinaryContentAs(whole.resolve(file));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "srgnn-ngc --global-norm=in-strength",
        "srgnn-fc --fc replace",
        "tagnn --pad published --nonhybrid",
        "tagnnpp --agc correct",
        "tagnnpp --block time --positions 5",
        "psrgat --statistics neutral --heads 2",
        "wgat --softmax-group source --readout srgnn --last newest",
        "core --encoder average --temperature 0.1",
        "core --layers 1 --heads 4 --inner 5 --positions 3",
        "sasrec --loss binary --negatives 3 --calibration 0.75",
        "sasrec --batch-of sessions --positions 4",
        "stamp --biases off --max-norm 1.5 --pad published",
        "narm --embedding 5 --biases on --context-dropout 0",
        "gru4rec --loss bpr-max --negatives 7 --layers 2 --lower-hidden 3 --momentum 0.1",
        "gru4rec --input one-hot --negatives 0 --optimizer adam",
        "gru4rec-full --embedding 5 --dropout 0",
        "caser --window 3 --align first --norm-weight 0 --horizontal 2",
        "srgnn-qiu --last click",
        "srgnn-notebook --relu yes"
      })
  void everyModelIsTrainedMeasuredAndAsked(String model) throws IOException {
    Path own = folder.resolve("model");
    List<Object> options = new ArrayList<>(List.of("--model"));
    options.addAll(List.of(model.split(" ")));
    options.add("--json");
    JsonNode result = Cli.train(data, own, options.toArray()).json();
    String name = model.split(" ")[0];
    assertThat(result.get("settings").get("model").get("name").asText()).isEqualTo(name);
    assertThat(result.get("origins").get("model").asText()).isEqualTo("command line");
    JsonNode again = Cli.run("evaluate", "--run", own, "--k", "20", "--json").json();
    assertThat(again.get("mrr@20")).isEqualTo(result.get("mrr@20"));
    assertThat(again.get("model").asText()).isEqualTo(name);
    Cli.Outcome asked = Cli.run("recommend", "--run", own, "--items", "20,30", "--top", 3);
    assertThat(asked.out().lines()).hasSize(4);
    Cli.Outcome resumed = Cli.run("train", "--run", own, "--resume", "--epochs", 2);
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.err()).containsPattern("model +" + name + " +run");
    Cli.Outcome other = Cli.run("train", "--run", own, "--resume", "--model", "srgnn");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("model " + name + ", not srgnn");
  }

  @Test
  void settingsFromFiles() throws IOException {
    Path settings = folder.resolve("settings.properties");
    Files.writeString(settings, "epochs = 2\nhidden: 8\nnonhybrid = true\njson=false\n");
    Path arguments = folder.resolve("arguments");
    Files.writeString(arguments, "--threads 1\n--batch-size 16\n");
    Cli.Outcome outcome =
        Cli.run(
            "train",
            "--settings",
            settings,
            "@" + arguments,
            "--data",
            data,
            "--epochs",
            1,
            "--run",
            folder.resolve("run"));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .containsPattern("epochs +1 +command line")
        .containsPattern("hidden +8 +file .*settings.properties")
        .containsPattern("readout +attention +file .*settings.properties")
        .containsPattern("batch-size +16 +command line");
  }

  @Test
  void whatIsTypedWinsOverTheFileInListsToo() throws IOException {
    Path settings = folder.resolve("settings.properties");
    Files.writeString(settings, "k = 20\n");
    Object[] evaluate = {"evaluate", "--run", run, "--settings", settings, "--json"};
    assertThat(Cli.run(evaluate).json().has("recall@20")).isTrue();
    for (List<String> typed : List.of(List.of("--k", "5"), List.of("--k=5"))) {
      List<Object> args = new ArrayList<>(List.of(evaluate));
      args.addAll(typed);
      JsonNode json = Cli.run(args.toArray()).json();
      assertThat(json.has("recall@5")).isTrue();
      assertThat(json.has("recall@20")).isFalse();
    }
  }

  @Test
  void trueAndFalseOfAFileAreValuesWhereAnOptionTakesOne() throws IOException {
    Path settings = folder.resolve("settings.properties");
    Files.writeString(settings, "merge-repeats = false\niterate = true\njson = true\n");
    Path log = folder.resolve("log.jsonl");
    Files.writeString(
        log,
        "{\"session\":1,\"events\":[{\"aid\":5,\"ts\":1,\"type\":\"clicks\"},"
            + "{\"aid\":5,\"ts\":2,\"type\":\"clicks\"}]}\n");
    Cli.Outcome outcome =
        Cli.run(
            "prepare",
            "--settings",
            settings,
            "--format",
            "otto",
            "--recipe",
            "all-events",
            "--in",
            log,
            "--out",
            folder.resolve("out"),
            "--split",
            "none");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode filters = outcome.json().get("dataset").get("origin").get("filters");
    assertThat(filters.get("merge-repeats").asText()).isEqualTo("false");
    assertThat(filters.get("iterate").asText()).isEqualTo("true");
    assertThat(outcome.err()).containsPattern("merge-repeats +false +file .*settings.properties");
  }

  @Test
  void aRunThatDoesNotSayWhereItsDataAreIsResumedWithThem() throws IOException {
    Path begun = folder.resolve("begun");
    assertThat(Cli.train(data, begun).code()).isZero();
    ObjectMapper json = new ObjectMapper();
    Path info = begun.resolve("run.json");
    ObjectNode tree = (ObjectNode) json.readTree(Files.readString(info));
    tree.remove("origins");
    tree.put("format", 1); // a run that was begun through the API, before there were manifests
    Files.writeString(info, json.writeValueAsString(tree));
    Files.delete(begun.resolve("manifest.json"));
    Cli.Outcome refused = Cli.run("train", "--run", begun, "--resume", "--epochs", 2);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("does not say where its data are");
    Cli.Outcome named = Cli.run("train", "--run", begun, "--resume", "--epochs", 2, "--data", data);
    assertThat(named.code()).as(named.err()).isZero();
  }

  @Test
  void preparedLogsCanBeTrainedOn() throws IOException {
    Path log = folder.resolve("clicks.csv");
    StringBuilder rows = new StringBuilder("visit,article,at\n");
    for (int i = 0; i < 200; i++) {
      rows.append("s%d,item %c,%d\n".formatted(i / 4, 'a' + (i / 4 + i) % 7, 1000 + i));
    }
    Files.writeString(log, rows);
    Path out = folder.resolve("prepared");
    Cli.Outcome outcome =
        Cli.run(
            "prepare",
            "--format",
            "csv",
            "--in",
            log,
            "--out",
            out,
            "--columns",
            "session=visit,item=article,time=at",
            "--split",
            "fraction:0.2",
            "--json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode dataset = outcome.json().get("dataset");
    assertThat(dataset.get("items").asInt()).isEqualTo(7);
    assertThat(dataset.get("test").get("sessions").asInt()).isEqualTo(10);
    assertThat(dataset.get("origin").get("filters").get("split").asText())
        .isEqualTo("fraction:0.2");
    assertThat(outcome.err()).containsPattern("split +fraction:0.2 +command line");
    Path model = folder.resolve("run");
    assertThat(Cli.train(out, model).code()).isZero();
    Cli.Outcome top = Cli.run("recommend", "--run", model, "--items", "item a,item b", "--top", 1);
    assertThat(top.out()).contains("item ");
  }

  @Test
  void aSetWithoutATestPartIsTrainedOnAndNotMeasured() throws IOException {
    Path log = folder.resolve("clicks.csv");
    StringBuilder rows = new StringBuilder("session,item,time\n");
    for (int i = 0; i < 60; i++) {
      rows.append("s%d,%d,%d\n".formatted(i / 3, 10 + (i / 3 + i) % 5, 1000 + i));
    }
    Files.writeString(log, rows);
    Path out = folder.resolve("prepared");
    Cli.Outcome outcome =
        Cli.run("prepare", "--format=csv", "--in", log, "--out", out, "--split", "none");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    Path own = folder.resolve("run");
    Cli.Outcome text = Cli.train(out, own);
    assertThat(text.code()).as(text.err()).isZero();
    assertThat(text.out())
        .contains("no test examples, so nothing to compare", "sbr recommend --run " + own);
    Cli.Outcome json = Cli.train(out, folder.resolve("again"), "--json");
    assertThat(json.json().get("selected_epoch").asInt()).isZero();
    assertThat(json.json().has("recall@20")).isFalse();
    assertThat(json.json().get("baselines")).isEmpty();
    Cli.Outcome results = Cli.run("results", own);
    assertThat(results.code()).as(results.err()).isZero();
    Cli.Outcome evaluated = Cli.run("evaluate", "--run", own);
    assertThat(evaluated.code()).isEqualTo(2);
    assertThat(evaluated.err().lines())
        .singleElement(STRING)
        .contains("prepared: the data set has no test part", "split=none");
    assertThat(evaluated.out()).isEmpty();
  }

  @Test
  void aLossThatRanAwayIsRemarkedOn() throws IOException {
    Cli.Outcome wild = Cli.train(data, folder.resolve("wild"), "--epochs", 3, "--lr", 10);
    assertThat(wild.code()).as(wild.err()).isZero();
    String remark = "guessing blindly among 9 items has 2.2";
    assertThat(wild.err()).contains(remark, "is the learning rate, 10, too high?");
    assertThat(wild.err().lines().filter(line -> line.contains(remark))).as("once").hasSize(1);
    assertThat(wild.out()).contains(remark);
    Cli.Outcome tame = Cli.train(data, folder.resolve("tame"), "--epochs", 3, "--lr", 0.01);
    assertThat(tame.err() + tame.out()).doesNotContain("blindly");
  }

  @Test
  void doctorTestsTheBackend() {
    JsonNode json = Cli.run("doctor", "--quick", "--no-relaunch", "--threads", 1, "--json").json();
    assertThat(json.get("self_test").asText()).isEqualTo("right");
    assertThat(json.get("self_test_difference").asDouble()).isLessThan(1e-5);
    assertThat(json.get("backends").fieldNames()).toIterable().contains("cpu", "reference");
    assertThat(json.get("cores").asInt()).isPositive();
    assertThat(json.get("jvm_compilers").asText()).isNotBlank();
    assertThat(json.get("jvm_collector").asText()).contains("collector");
    assertThat(json.get("cpu_vectors").asText()).isNotBlank();
    assertThat(json.has("kernels")).isFalse();
    assertThat(Cli.run("doctor", "--quick", "--no-relaunch").out())
        .contains("java", "memory", "gpu");
  }

  @Test
  void doctorMeasuresTheKernels() {
    Cli.Outcome outcome = Cli.run("doctor", "--no-relaunch", "--threads", 1, "--json");
    assertThat(outcome.code()).isZero();
    JsonNode json = outcome.json();
    assertThat(json.get("kernels_measured").asText()).isEqualTo("yes");
    assertThat(json.get("ceilings").get("memory_gb_per_second").asDouble()).isPositive();
    assertThat(json.get("kernels")).hasSizeGreaterThan(5);
    for (JsonNode kernel : json.get("kernels")) {
      assertThat(kernel.get("of_ceiling").asDouble()).isPositive();
      assertThat(kernel.get("times_plain").asDouble()).isPositive();
      assertThat(kernel.get("slow").isBoolean()).isTrue();
    }
    assertThat(outcome.err()).contains("ceiling: multiply-adds", "times plain loops");
    assertThat(Cli.run("doctor", "--device", "reference", "--json").json().get("kernels_measured"))
        .hasToString("\"no: they are those of the cpu backend\"");
  }
}
