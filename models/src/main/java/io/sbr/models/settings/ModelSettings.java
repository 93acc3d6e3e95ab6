package io.sbr.models.settings;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which model, and a value for each of its settings; written into every run as {@code {"name":
 * "srgnn", "hidden": 100, …}}. Settings that have no effect beside the values of others are left
 * out. Immutable.
 */
public final class ModelSettings {
  /** The key of the name among the values. */
  public static final String NAME = "name";

  private final ModelKind kind;
  private final Map<String, Object> values;

  private ModelSettings(ModelKind kind, Map<String, Object> values) {
    this.kind = kind;
    this.values = values;
  }

  /** A model with its defaults. */
  public static ModelSettings of(ModelKind kind) {
    Map<String, Object> values = new LinkedHashMap<>();
    kind.settings().forEach(setting -> values.put(setting.name(), setting.defaultValue()));
    return new ModelSettings(kind, values);
  }

  /**
   * The same with some values changed.
   *
   * @param texts by name, as users write them
   * @throws IllegalArgumentException with one line if a name is not a setting of this model, a text
   *     not a value of it, or the setting has no effect beside the others or does not go with them
   */
  public ModelSettings with(Map<String, String> texts) {
    Map<String, Object> changed = new LinkedHashMap<>(values);
    texts.forEach((name, text) -> changed.put(name, kind.setting(name).parse(text)));
    for (String name : texts.keySet()) {
      ModelSetting<?> setting = kind.setting(name);
      if (!setting.hasEffect(changed)) {
        throw new IllegalArgumentException(
            "%s has an effect only with %s".formatted(name, setting.condition().orElseThrow()));
      }
    }
    kind.settings().forEach(setting -> setting.check(changed));
    return new ModelSettings(kind, changed);
  }

  /** The same with one value changed; refused as in {@link #with(Map)}. */
  public <T> ModelSettings with(ModelSetting<T> setting, T value) {
    return with(Map.of(setting.name(), ModelSetting.label(value)));
  }

  /** The kind of model. */
  public ModelKind kind() {
    return kind;
  }

  /** The model's name as in {@code --model}. */
  public String name() {
    return kind.name();
  }

  /** The value of a setting that this model has. */
  @SuppressWarnings("unchecked")
  public <T> T get(ModelSetting<T> setting) {
    Object value = values.get(setting.name());
    if (value == null) {
      kind.setting(setting.name()); // says what this model has
    }
    return (T) value;
  }

  /** Name and values as JSON writes them: numbers as numbers, choices as text. */
  @JsonValue
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(NAME, name());
    for (ModelSetting<?> setting : kind.settings()) {
      if (setting.hasEffect(values)) {
        Object value = values.get(setting.name());
        map.put(setting.name(), value instanceof Number ? value : ModelSetting.label(value));
      }
    }
    return map;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModelSettings settings && toMap().equals(settings.toMap());
  }

  @Override
  public int hashCode() {
    return toMap().hashCode();
  }

  @Override
  public String toString() {
    return toMap().toString();
  }
}
