package io.sbr.cli.command;

import io.sbr.cli.launch.Relaunch;
import io.sbr.cli.options.Arguments;
import io.sbr.cli.options.CommonOptions;
import io.sbr.cli.options.ComputeOptions;
import io.sbr.cli.options.Program;
import io.sbr.cli.report.Console;
import io.sbr.models.algorithm.Algorithms;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.settings.ModelSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * A command that computes: checks what can be checked at once, then goes on in a JVM that has the
 * Vector API, unless its model needs none.
 */
public abstract class ComputeCommand implements Callable<Integer> {
  @ParentCommand private Program root;
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private ComputeOptions compute;

  /** Set once the options are checked; a run is read for it only once. */
  private Optional<String> without = Optional.empty();

  /** Refuses bad options and missing paths; cheap, as it runs in both JVMs. */
  protected abstract void check() throws Exception;

  /** The model, if it uses no backend: one that counts, say. Asked after {@link #check}. */
  protected abstract Optional<String> modelWithoutBackend();

  /** Does the work. */
  protected abstract int run(Console console) throws Exception;

  @Override
  public final Integer call() throws Exception {
    common.check(root.arguments());
    compute.check();
    check();
    without = modelWithoutBackend();
    if (without.isPresent()) {
      compute.refuse(without.get());
    } else if (compute.relaunchWanted() && Relaunch.useful()) {
      return Relaunch.run(root.mainClass(), root.arguments().given());
    }
    return run(common.console(spec));
  }

  protected Arguments arguments() {
    return root.arguments();
  }

  protected CommandSpec spec() {
    return spec;
  }

  protected ComputeOptions compute() {
    return compute;
  }

  /** What to compute on, started; the caller closes it. */
  final Device device(Console console) {
    return without.isPresent() ? Device.NONE : Device.of(compute.choose(console));
  }

  /** The name of a run's model, if it uses no backend. */
  static Optional<String> withoutBackend(Path run) {
    return RunDirectory.info(run)
        .map(info -> info.settings().model())
        .flatMap(ComputeCommand::withoutBackend);
  }

  /** The name of a model, if it uses no backend. */
  static Optional<String> withoutBackend(ModelSettings model) {
    return Algorithms.of(model.kind()).usesBackend() ? Optional.empty() : Optional.of(model.name());
  }
}
