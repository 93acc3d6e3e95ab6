package io.sbr.cli.command;

import io.sbr.cli.options.ComputeOptions;
import io.sbr.cli.options.Program;
import io.sbr.cli.report.Console;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a command computes on: a backend, or nothing where the model uses none. */
final class Device implements AutoCloseable {
  /** For a model that uses no backend. */
  static final Device NONE = new Device(Optional.empty());

  private final Optional<Backends.Choice> choice;

  private Device(Optional<Backends.Choice> choice) {
    this.choice = choice;
  }

  /** A backend that was started. */
  static Device of(Backends.Choice choice) {
    return new Device(Optional.of(choice));
  }

  Optional<Backend> backend() {
    return choice.map(Backends.Choice::backend);
  }

  /** Says which backend was chosen and why, if there is one. */
  void announce(Console console) {
    choice.ifPresent(chosen -> ComputeOptions.announce(console, chosen));
  }

  /** Where notices of the backend go. */
  void onNotice(Consumer<String> reader) {
    backend().ifPresent(backend -> backend.onNotice(reader));
  }

  /** The beginning of a JSON result. */
  Map<String, Object> result(String command) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("command", command);
    result.put("version", Program.version());
    choice.ifPresent(
        chosen -> {
          result.put("backend", chosen.backend().name());
          result.put("backend_description", chosen.backend().description());
          result.put("backend_reason", chosen.reason());
        });
    return result;
  }

  @Override
  public void close() {
    backend().ifPresent(Backend::close);
  }
}
