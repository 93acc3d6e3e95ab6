package io.sbr.spark.score;

import io.sbr.cli.options.CommonOptions;
import io.sbr.cli.options.Ks;
import io.sbr.cli.options.Program;
import io.sbr.cli.options.RunOption;
import io.sbr.cli.options.UsageException;
import io.sbr.cli.report.Console;
import io.sbr.data.store.Hashes;
import io.sbr.models.algorithm.Algorithms;
import io.sbr.models.pipeline.RankingOptions;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.run.RunInfo;
import io.sbr.spark.cluster.Cluster;
import io.sbr.spark.cluster.Faults;
import io.sbr.spark.cluster.VectorModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code score}: what {@code sbr recommend} answers, to sessions of any number. */
@Command(
    name = "score",
    sortOptions = false,
    description = "Recommend items to sessions of any number.",
    footer = {
      "",
      "A job that was stopped goes on when it is submitted again: parts that are there stay.",
      "The folder has _SUCCESS when all of them are."
    })
public final class ScoreCommand implements Callable<Integer> {
  @ParentCommand private Program root;
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Option(names = "--run", paramLabel = "DIR", required = true, description = "the run to ask")
  private Path run;

  @Option(
      names = "--in",
      paramLabel = "PATH",
      required = true,
      split = ",",
      description =
          "sessions: files or folders of Parquet, of CSV with a header, or of JSON, an object a"
              + " line; by their names, and JSON where these do not say. Columns: session, items,"
              + " and where the model reads them user, times, durations")
  private List<String> inputs;

  @Option(
      names = "--in-form",
      paramLabel = "FORM",
      description = "parquet, csv or json; default: by name")
  private ScoreInput input;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "folder of answers: session, rank, item, score")
  private String out;

  @Option(
      names = "--form",
      paramLabel = "FORM",
      defaultValue = "parquet",
      description = "parquet or csv; default ${DEFAULT-VALUE}")
  private AnswerForm form;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description = "items wanted; default ${DEFAULT-VALUE}")
  private int top;

  @Option(names = "--exclude-seen", description = "leave out items of the session itself")
  private boolean excludeSeen;

  @Option(
      names = "--unknown",
      paramLabel = "empty|popular",
      defaultValue = "empty",
      description =
          "the answer where the run knows none of the items: nothing, or the most clicked;"
              + " default ${DEFAULT-VALUE}")
  private RankingOptions.Unknown unknown;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "cpu",
      description = "what executors compute on: cpu, or auto for GPUs where there are any")
  private String device;

  @Option(
      names = "--piece",
      paramLabel = "MIB",
      defaultValue = "64",
      description = "how much of the input is a part, default 64 MiB; packed text is not cut")
  private int piece;

  @Override
  public Integer call() throws IOException {
    common.check(root.arguments());
    Ks.check("--top", List.of(top));
    RunOption.check(run);
    if (piece < 1) {
      throw new UsageException("--piece must be at least 1, not " + piece);
    }
    RunInfo info = RunDirectory.info(run).orElseThrow();
    SparkSession session =
        SparkSession.builder()
            .config(
                Cluster.conf("score")
                    // parts are the same on any cluster, so that a job can go on elsewhere
                    .set("spark.sql.files.maxPartitionBytes", piece + "m")
                    .set("spark.sql.files.minPartitionNum", "1"))
            .getOrCreate();
    try (JavaSparkContext spark = new JavaSparkContext(session.sparkContext())) {
      Console console = common.console(spec);
      if (Algorithms.of(info.settings().model().kind()).usesBackend()) {
        VectorModule.missing(spark).ifPresent(console::note);
      }
      return score(session, spark, console);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) { // Spark's own is checked, and Scala does not declare it
      throw Faults.of(e);
    }
  }

  private int score(SparkSession session, JavaSparkContext spark, Console console)
      throws IOException {
    ScoreInput kind = input == null ? ScoreInput.of(inputs.get(0)) : input;
    JavaRDD<String> rows = kind.rows(session, inputs.toArray(String[]::new));
    Path archive = Files.createTempFile("sbr-run", ".zip");
    try {
      RunOnExecutor.pack(run, archive);
      ScorePlan plan =
          new ScorePlan(Hashes.ofFile(archive), answers(), form, ScoreInput.pieces(rows));
      AnswerFolder folder = AnswerFolder.begin(out, spark.hadoopConfiguration(), plan);
      int[] missing = folder.missing();
      AnsweredPart answered =
          missing.length == 0 ? AnsweredPart.NONE : answer(spark, archive, rows, missing);
      folder.finish();
      print(console, plan.pieces().size(), missing.length, answered);
      return 0;
    } finally {
      Files.delete(archive);
    }
  }

  private String answers() {
    return "--top %d%s --unknown %s --device %s"
        .formatted(
            top,
            excludeSeen ? " --exclude-seen" : "",
            unknown.name().toLowerCase(Locale.ROOT),
            device);
  }

  private AnsweredPart answer(
      JavaSparkContext spark, Path archive, JavaRDD<String> rows, int[] missing) {
    String name = archive.getFileName().toString();
    spark.sc().addArchive(archive.toUri().toString());
    PartAnswers answers =
        new PartAnswers(
            name,
            device,
            top,
            excludeSeen,
            unknown,
            out,
            form,
            new SerializableConfiguration(spark.hadoopConfiguration()));
    try {
      AnsweredPart all = AnsweredPart.NONE;
      for (List<AnsweredPart> part :
          rows.mapPartitionsWithIndex(
                  (number, own) -> List.of(answers.answer(number, own)).iterator(), true)
              .collectPartitions(missing)) {
        all = all.and(part.get(0));
      }
      return all;
    } finally {
      RunOnExecutor.close(name);
    }
  }

  private void print(Console console, int parts, int made, AnsweredPart answered) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("command", "score");
    object.put("version", Program.version());
    object.put("run", run.toString());
    object.put("out", out);
    object.put("parts", parts);
    object.put("parts_there_before", parts - made);
    object.put("sessions", answered.sessions());
    object.put("without_answer", answered.unanswered());
    object.put("rows", answered.rows());
    console.result(
        "%d parts, %d of which were there before\n%d sessions answered now, %d with nothing: %d rows\n"
            .formatted(
                parts, parts - made, answered.sessions(), answered.unanswered(), answered.rows()),
        object);
  }
}
