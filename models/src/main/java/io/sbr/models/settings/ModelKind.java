package io.sbr.models.settings;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A kind of model: what {@code --model} names, and the settings it has. Each family of models has a
 * kind of its own, which says in addition how one is made.
 */
public interface ModelKind {
  /** As in {@code --model}. */
  String name();

  /** What it is and where it was published, one line. */
  String title();

  /** All that change its parameters or equations, in the order of help and reports. */
  List<ModelSetting<?>> settings();

  /** Whether it reads how long clicks were viewed, if that is known. */
  default boolean readsDurations() {
    return false;
  }

  /**
   * Its setting of this name.
   *
   * @throws IllegalArgumentException with one line if it has none
   */
  default ModelSetting<?> setting(String wanted) {
    return settings().stream()
        .filter(setting -> setting.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () -> {
              String own =
                  settings().stream().map(ModelSetting::name).collect(Collectors.joining(", "));
              return new IllegalArgumentException(
                  "%s has no effect on %s, %s"
                      .formatted(
                          wanted,
                          name(),
                          own.isEmpty() ? "which has no settings" : "whose settings are " + own));
            });
  }
}
