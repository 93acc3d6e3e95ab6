package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.kernels.cuda.CudaProvider;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input: one clear line, exit code 2, nothing half-written left behind. */
class BadInputTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path data;
  private static Path run;

  @BeforeAll
  static void trainOnce() throws IOException {
    data = Cli.ring(shared.resolve("ring"));
    run = shared.resolve("run");
    assertThat(Cli.train(data, run).code()).isZero();
  }

  private static void refused(Cli.Outcome outcome, String... words) {
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    // A log is read with progress; a line of it may come before the complaint.
    List<String> lines =
        outcome.err().lines().filter(line -> !line.startsWith("reading: ")).toList();
    assertThat(lines).as("one line").hasSize(1);
    assertThat(lines.get(0)).startsWith("sbr: ").contains(words);
    assertThat(outcome.out()).isEmpty();
  }

  private void refusedAtOnce(Cli.Outcome outcome, String... words) throws IOException {
    refused(outcome, words);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("run"))).isEmpty();
    }
  }

  @Test
  void missingFolder() throws IOException {
    refusedAtOnce(Cli.train(folder.resolve("absent"), folder.resolve("run")), "absent", "no such");
  }

  @Test
  void aLogInThePlaceOfADataSetNamesPrepare() throws IOException {
    Path log = folder.resolve("my clicks.csv");
    Files.writeString(log, "session,item,time\n1,a,1\n1,b,2\n");
    refusedAtOnce(
        Cli.run("evaluate", "--run", run, "--data", log),
        "is a file, and a data set is a folder",
        "sbr prepare --in '" + log + "' --out 'data/my clicks'");
  }

  @Test
  void resumingOnOtherDataSaysWhatDiffers() throws IOException {
    Path other = Cli.plain(folder.resolve("other"), "1 2\n2 3\n", "1 2\n");
    Cli.Outcome outcome = Cli.run("train", "--run", run, "--resume", "--data", other);
    refused(
        outcome,
        "was begun on other data: data set ring, now other; 9 items, now 3; 45 train sessions,"
            + " now 2");
    assertThat(outcome.err()).doesNotContain("DataIdentity");
  }

  @Test
  void emptyFile() throws IOException {
    Path empty = Cli.plain(folder.resolve("empty"), "", "1 2\n");
    refusedAtOnce(Cli.train(empty, folder.resolve("run")), "train.txt", "empty");
  }

  @Test
  void malformedRow() throws IOException {
    Path bad = Cli.plain(folder.resolve("bad"), "1 2\n3 x 4\n", "1 2\n");
    refusedAtOnce(Cli.train(bad, folder.resolve("run")), "train.txt", "line 2");
  }

  @Test
  void noSessionOfTwoClicks() throws IOException {
    Path single = Cli.plain(folder.resolve("single"), "1\n2\n", "1 2\n");
    refusedAtOnce(Cli.train(single, folder.resolve("run")), "no train session has two clicks");
  }

  /** No fault of the input: the answer is empty and says so. */
  @Test
  void everyItemUnknown() {
    Cli.Outcome outcome = Cli.run("recommend", "--run", run, "--items", "x,y");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("dropped: 2 (\"x\", \"y\")", "knows none");
    refused(Cli.run("explain", "--run", run, "--items", "x,y"), "knows none");
  }

  @Test
  void evaluationWithoutAKnownItem() throws IOException {
    Path foreign = Cli.plain(folder.resolve("foreign"), "1 2\n", "1 2\n");
    refused(Cli.run("evaluate", "--run", run, "--data", foreign), "knows none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--epochs=0",
        "--epochs=-3",
        "--epochs=many",
        "--batch-size=0",
        "--batch-size=2000000000",
        "--hidden=-1",
        "--hidden=1000000",
        "--lr=-0.1",
        "--lr=NaN",
        "--l2=-1",
        "--lr-step=0",
        "--lr-gamma=2",
        "--steps=-1",
        "--readout=sum",
        "--seed=x",
        "--protocol=unfair",
        "--min-prefix=0",
        "--device=abacus",
        "--matmul=half",
        "--threads=-1",
        "--threads=1000000",
        "--model=none",
        "--k=0",
        "--k=5,x",
        "--lr-schedule=torch9",
        "--optimizer=sgd",
        "--patience=-1",
        "--validation=1",
        "--nonsense",
        "extra",
        "--resume=maybe"
      })
  void absurdOptions(String option) throws IOException {
    refusedAtOnce(
        Cli.run("train", "--data", data, "--run", folder.resolve("run"), option),
        option.replaceAll("^-*|=.*", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "srgnn --pad=published: pad has no effect on srgnn",
        "tagnn --fc=append: fc has no effect on tagnn",
        "psrgat --steps=2: steps has no effect on psrgat",
        "psrgat --dropout=1: dropout must be between 0.0 and 0.99",
        "wgat --last=newest: last has an effect only with readout srgnn",
        "wgat --nonhybrid: readout must be set2set|srgnn",
        "core --hidden=7: heads must divide hidden",
        "sasrec --heads=5: heads must divide hidden",
        "core --encoder=average --heads=2: heads has an effect only with encoder transformer",
        "gru4rec --elu=1: elu has an effect only with loss bpr-max",
        "gru4rec --loss=bpr-max --logq=1: logq has an effect only with loss cross-entropy",
        "gru4rec --lower-hidden=9: lower-hidden has an effect only with layers 2 or 3 or 4",
        "gru4rec --min-prefix=2: min-prefix must be 1 with gru4rec",
        "gru4rec --ordered-epochs=1: ordered-epochs has no effect on gru4rec",
        "gru4rec --l2=0.1: adagrad has no weight decay",
        "gru4rec --momentum=1: momentum must be at least 0 and below 1",
        "srgnn --momentum=0.5: --momentum has an effect only with --optimizer adagrad",
        "srgnn --optimizer=adagrad: adagrad has no weight decay",
        "sasrec --negatives=3: negatives has an effect only with loss binary",
        "tagnn --readout=last: readout must be hybrid|attention",
        "tagnnpp --hidden=7: hidden must be even",
        "tagnnpp --positions=9: positions has an effect only with block time",
        "tagnnpp --pad=published --block=time: pad has an effect only with block published",
      })
  void settingsWithoutEffectOnTheChosenModel(String example) throws IOException {
    String[] parts = example.split(": ");
    List<String> args = new ArrayList<>(List.of("train", "--data", data.toString()));
    args.addAll(List.of("--run", folder.resolve("run").toString(), "--model"));
    args.addAll(List.of(parts[0].split(" ")));
    refusedAtOnce(Cli.run(args.toArray()), parts[1]);
  }

  @Test
  void aModelSettingInTheFile() throws IOException {
    Path settings = folder.resolve("settings.properties");
    Files.writeString(settings, "model = srgnn\npad = published\n");
    refused(Cli.run("train", "--settings", settings, "--data", data), "pad has no effect on srgnn");
  }

  @Test
  void falseInTheFileIsAValueOfASettingThatTakesOne() throws IOException {
    Path settings = folder.resolve("settings.properties");
    Files.writeString(settings, "model = srgnn-notebook\nrelu = false\n");
    refused(Cli.run("train", "--settings", settings, "--data", data), "relu must be");
  }

  @Test
  void theFileMayAskForTheStackTrace() throws IOException {
    Path settings = folder.resolve("settings.properties");
    Files.writeString(settings, "stacktrace = true\n");
    Cli.Outcome outcome =
        Cli.run("train", "--settings", settings, "--data", folder.resolve("absent"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("UsageException").contains("    at io.sbr.cli.");
  }

  @Test
  void aSwitchThatContradictsItsSetting() throws IOException {
    Object[] train = {
      "train", "--data", data, "--run", folder.resolve("run"), "--nonhybrid", "--readout=last"
    };
    refusedAtOnce(Cli.run(train), "--nonhybrid means --readout=attention");
  }

  @Test
  void tf32IsRefusedWhereItWouldDoNothing() throws IOException {
    Path unused = folder.resolve("run");
    refusedAtOnce(
        Cli.run("train", "--data", data, "--run", unused, "--device=cpu", "--matmul=tf32"),
        "--matmul tf32 needs --device cuda, not cpu");
  }

  @Test
  void aGpuThatIsNotThere() {
    Optional<String> missing = new CudaProvider().unavailable();
    Cli.assume(missing.isPresent(), "this machine has a GPU");
    for (String command : List.of("evaluate", "recommend")) {
      List<Object> args = new ArrayList<>(List.of(command, "--run", run, "--device", "cuda"));
      args.addAll(command.equals("recommend") ? List.of("--items", "10") : List.of("--data", data));
      refused(Cli.run(args.toArray()), "device cuda is not usable: " + missing.get());
    }
    Path unused = folder.resolve("run");
    refused(
        Cli.run("train", "--data", data, "--run", unused, "--device", "cuda"),
        "device cuda is not usable: " + missing.get());
    assertThat(unused).doesNotExist();
    Cli.Outcome auto = Cli.run("evaluate", "--run", run, "--data", data);
    assertThat(auto.code()).isZero();
    assertThat(auto.err()).contains("[auto; cuda: " + missing.get() + "]");
  }

  @Test
  void absurdQuestions() {
    refused(Cli.run("recommend", "--run", run, "--items", "10", "--top", "-1"), "--top");
    refused(Cli.run("recommend", "--run", run, "--items", ","), "--items");
    refused(Cli.run("recommend", "--run", run), "--items", "--in");
    refused(Cli.run("recommend", "--run", run, "--in", folder.resolve("absent")), "no such file");
    refused(Cli.run("recommend", "--run", run, "--in", folder), "is a folder");
    refused(Cli.run("evaluate", "--run", run, "--k", "0"), "--k");
  }

  @Test
  void otherTextThanUtf8() throws IOException {
    Path latin = folder.resolve("latin");
    Files.writeString(latin, "\u00e9,10\n", StandardCharsets.ISO_8859_1);
    refused(Cli.run("recommend", "--run", run, "--in", latin), "latin: not UTF-8 text");
    refused(Cli.run("train", "--settings", latin, "--data", data), "latin: not UTF-8 text");
  }

  @Test
  void placesThatCannotBeWrittenAreRefusedBeforeTheWork() throws IOException {
    Path lost = folder.resolve("lost/file");
    refused(Cli.run("evaluate", "--run", run, "--ranks", lost), "lost: there is no such folder");
    refused(Cli.run("results", run, "--markdown", lost), "lost: there is no such folder");
    refused(Cli.run("results", run, "--markdown", folder), "is a folder, not a file");
    Path file = Files.writeString(folder.resolve("file"), "");
    refused(Cli.run("results", run, "--pictures", file), "is a file, not a folder");
  }

  @Test
  void folderThatIsNoRun() throws IOException {
    refusedAtOnce(Cli.run("evaluate", "--run", data), "not a run");
    refusedAtOnce(Cli.run("recommend", "--run", data, "--items", "10"), "not a run");
    refusedAtOnce(
        Cli.run("recommend", "--run", folder.resolve("absent"), "--items", "10"), "no such");
    refusedAtOnce(Cli.run("train", "--run", data, "--resume"), "not a run");
    refused(Cli.run("train", "--data", data, "--run", data, "--resume"), "not a run");
    refused(Cli.run("train", "--data", data, "--run", data), "not empty");
  }

  @Test
  void anExistingRunIsNeverOverwritten() throws IOException {
    byte[] before = Files.readAllBytes(run.resolve("model.safetensors"));
    refusedAtOnce(Cli.train(data, run), "not overwritten", "--resume");
    assertThat(Files.readAllBytes(run.resolve("model.safetensors"))).isEqualTo(before);
  }

  @Test
  void lockedRun() throws IOException {
    Path locked = folder.resolve("locked");
    Files.createDirectories(locked);
    try (FileChannel channel =
            FileChannel.open(
                locked.resolve("run.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      refused(Cli.train(data, locked), "is locked");
    }
  }

  @Test
  void resumingWithOtherSettings() {
    refused(Cli.train(data, run, "--resume", "--seed", 7, "--epochs", 2), "seed");
  }

  @Test
  void resumeNeedsARun() throws IOException {
    refusedAtOnce(Cli.run("train", "--resume"), "--run");
  }

  @Test
  void damagedModel() throws IOException {
    Path copy = folder.resolve("copy");
    Files.createDirectories(copy);
    for (String name :
        List.of(
            "run.json",
            "manifest.json",
            "items.csv.gz",
            "popularity.csv.gz",
            "model.safetensors")) {
      Files.copy(run.resolve(name), copy.resolve(name));
    }
    byte[] bytes = Files.readAllBytes(copy.resolve("model.safetensors"));
    bytes[bytes.length - 1] ^= 1;
    Files.write(copy.resolve("model.safetensors"), bytes);
    refused(Cli.run("recommend", "--run", copy, "--items", "10"), "model.safetensors");
    Files.writeString(copy.resolve("run.json"), "{");
    refused(Cli.run("recommend", "--run", copy, "--items", "10"), "run.json", "malformed");
  }

  @Test
  void logsThatCannotBePrepared() throws IOException {
    Path log = folder.resolve("log.csv");
    Path out = folder.resolve("prepared");
    Files.writeString(log, "session,item,time\n1,a,1\n1,b,x\n");
    Cli.Outcome row = Cli.run("prepare", "--format", "csv", "--in", log, "--out", out);
    String fault = row.err().lines().reduce("", (before, line) -> line);
    assertThat(row.err()).as("what the log is taken for, then the fault").startsWith("format csv");
    refused(new Cli.Outcome(row.code(), row.out(), fault), "log.csv", "line 3");
    assertThat(out).doesNotExist();
    refused(Cli.run("prepare", "--format", "xml", "--in", log, "--out", out), "format", "csv");
    refused(Cli.run("prepare", "--format", "csv", "--in", log + "x", "--out", out), "no such file");
    refused(
        Cli.run("prepare", "--format", "csv", "--in", folder, "--out", out),
        "is a folder, not a file");
    refused(
        Cli.run("prepare", "--format", "csv", "--in", log, "--out", out, "--gap", "soon"), "gap");
    refused(Cli.run("prepare", "--format", "csv", "--in", log, "--out", data), "exists already");
    assertThat(data.resolve("train.txt")).exists();
  }

  @Test
  void settingsFiles() throws IOException {
    Path settings = folder.resolve("settings.properties");
    Files.writeString(settings, "epochs = 1\nepoch = 2\n");
    refused(Cli.run("train", "--settings", settings, "--data", data), "--epoch=2");
    refused(
        Cli.run("train", "--settings", folder.resolve("none")),
        "settings file",
        "none: there is no such file");
    Path arguments = folder.resolve("arguments");
    Files.writeString(arguments, "--settings " + settings);
    refused(Cli.run("train", "@" + arguments, "--data", data), "--settings");
  }

  @Test
  void noCommand() throws IOException {
    refusedAtOnce(Cli.run(), "train");
    refusedAtOnce(Cli.run("dance"), "dance");
  }
}
