package io.sbr.cli.command;

import io.sbr.cli.launch.StopSignal;
import io.sbr.cli.options.DataOption;
import io.sbr.cli.options.Failures;
import io.sbr.cli.options.ModelOptions;
import io.sbr.cli.options.Origins;
import io.sbr.cli.options.TrainOptions;
import io.sbr.cli.options.UsageException;
import io.sbr.cli.report.Console;
import io.sbr.data.Dataset;
import io.sbr.data.Shown;
import io.sbr.data.store.Datasets;
import io.sbr.models.eval.Metrics;
import io.sbr.models.pipeline.PerUser;
import io.sbr.models.train.TrainSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sbr per-user}: one model for each user. */
@Command(
    name = "per-user",
    sortOptions = false,
    footer = {
      "",
      "Models are not kept. The data set must have users, and each its own test sessions: prepare"
          + " it",
      "with --split user-time:0.2. As published: --model psrgat --protocol paper --epochs 80",
      "--batch-size 64 --l2 0 --lr-step 40 --patience 80 --k 1,3,6,9,12,15."
    })
public final class PerUserCommand extends ComputeCommand {
  /** Which clicks are targets. */
  private enum Targets {
    /** The last of each session, as published. */
    LAST,
    /** All but the first. */
    ALL
  }

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "a prepared data set with users")
  private String data;

  @Option(
      names = "--targets",
      paramLabel = "last|all",
      defaultValue = "LAST",
      description = "the last click of each session (default), or every click but the first")
  private Targets targets;

  @Option(
      names = "--min-sessions",
      paramLabel = "N",
      defaultValue = "2",
      description = "skip users with fewer train sessions; default ${DEFAULT-VALUE}")
  private int minSessions;

  @Mixin private TrainOptions options;

  @Override
  protected void check() {
    DataOption.check(data);
    if (minSessions < 1) {
      throw new UsageException("--min-sessions must be at least 1, not " + minSessions);
    }
    if (options.savesAsTold()) {
      throw new UsageException("--checkpoint-every has no effect on per-user: it keeps no models");
    }
    settings();
  }

  private TrainSettings settings() {
    return options.over(TrainSettings.DEFAULT, OptionalInt.empty(), ModelOptions.given(spec()));
  }

  @Override
  protected Optional<String> modelWithoutBackend() {
    return withoutBackend(settings().model());
  }

  @Override
  protected int run(Console console) {
    TrainSettings settings = settings();
    Dataset dataset = Datasets.load(data);
    try (Device device = device(console);
        StopSignal stop = new StopSignal()) {
      device.announce(console);
      new Origins(spec(), arguments(), "default").print(console, data, settings);
      PerUser result =
          PerUser.train(
              dataset,
              settings,
              new PerUser.Choice(targets == Targets.LAST, minSessions),
              device.backend(),
              (user, done, total) -> console.note(line(user, done, total)),
              stop);
      if (stop.getAsBoolean()) {
        console.note("stopped after " + result.users().size() + " users; nothing is kept");
        return Failures.FAILED;
      }
      report(console, dataset.name(), settings, device, result);
      return 0;
    }
  }

  private static String line(PerUser.User user, int done, int total) {
    return String.format(
        Locale.ROOT,
        "user %d, %d of %d: trained on %d, tested on %d, recall@20 %.2f, mrr@20 %.2f",
        user.number(),
        done,
        total,
        user.trained(),
        user.tested(),
        user.metrics().recall(TrainSettings.SELECTION_K),
        user.metrics().mrr(TrainSettings.SELECTION_K));
  }

  private static void report(
      Console console, String data, TrainSettings settings, Device device, PerUser result) {
    Metrics mean = result.mean();
    String model = settings.title();
    Map<String, Object> object = device.result("per-user");
    object.put("data", data);
    object.put("settings", settings);
    object.put("measured_users", result.users().size());
    object.put("skipped_users", result.skipped());
    object.putAll(mean.values());
    object.put("users", List.copyOf(result.users()));
    console.result(
        "%s: one model for each of %d users, %d skipped; mean over users, in percent; protocol %s%s\n%s"
            .formatted(
                Shown.text(data),
                result.users().size(),
                result.skipped(),
                settings.protocol(),
                MetricsTable.rule(settings.ties()),
                MetricsTable.of(Map.of(model, mean))),
        object);
  }
}
