package io.sbr.cli.options;

import io.sbr.models.Models;
import io.sbr.models.neighbour.NeighbourKind;
import io.sbr.models.settings.ModelKind;
import io.sbr.models.settings.ModelSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The value of {@code --blend}: a neighbour method by name, or a settings file of one. */
final class BlendOption {
  private static final String MODEL = "model";

  private BlendOption() {}

  /**
   * The method with its settings.
   *
   * @throws UsageException with one line if it is neither, or not of a neighbour method
   */
  static ModelSettings parse(String value) {
    List<String> models = Models.all().stream().map(ModelKind::name).toList();
    if (models.contains(value)) {
      return checked(Models.settings(value), value);
    }
    if (!Files.isRegularFile(Path.of(value))) {
      throw new UsageException(
          "--blend %s is neither a neighbour method (%s) nor a settings file"
              .formatted(value, methods()));
    }
    Properties lines = Arguments.read(Path.of(value));
    Map<String, String> own = new TreeMap<>();
    lines.stringPropertyNames().forEach(key -> own.put(key, lines.getProperty(key).strip()));
    String model = own.remove(MODEL);
    if (model == null) {
      throw new UsageException("--blend %s: the file names no model".formatted(value));
    }
    try {
      return checked(Models.settings(model), value).with(own);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--blend %s: %s".formatted(value, e.getMessage()));
    }
  }

  private static ModelSettings checked(ModelSettings method, String value) {
    if (method.kind() instanceof NeighbourKind) {
      return method;
    }
    String file = method.name().equals(value) ? "" : " of " + value;
    throw new UsageException(
        "--blend takes a neighbour method (%s), not %s%s"
            .formatted(methods(), method.name(), file));
  }

  private static String methods() {
    return Models.all().stream()
        .filter(NeighbourKind.class::isInstance)
        .map(ModelKind::name)
        .collect(Collectors.joining(", "));
  }
}
