package io.sbr.cli.command;

import io.sbr.cli.launch.Relaunch;
import io.sbr.cli.options.Arguments;
import io.sbr.cli.options.CommonOptions;
import io.sbr.cli.options.ComputeOptions;
import io.sbr.cli.options.Program;
import io.sbr.cli.report.Console;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * A command that computes: checks what can be checked at once, then goes on in a JVM that has the
 * Vector API.
 */
public abstract class ComputeCommand implements Callable<Integer> {
  @ParentCommand private Program root;
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private ComputeOptions compute;

  /** Refuses bad options and missing paths; cheap, as it runs in both JVMs. */
  protected abstract void check() throws Exception;

  /** Does the work. */
  protected abstract int run(Console console) throws Exception;

  @Override
  public final Integer call() throws Exception {
    common.check(root.arguments());
    compute.check();
    check();
    if (compute.relaunchWanted() && Relaunch.useful()) {
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

  /** The beginning of a JSON result. */
  protected static Map<String, Object> result(String command, Backends.Choice choice) {
    Backend backend = choice.backend();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("command", command);
    result.put("version", Program.version());
    result.put("backend", backend.name());
    result.put("backend_description", backend.description());
    result.put("backend_reason", choice.reason());
    return result;
  }
}
