package io.sbr.models.settings;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One setting of a model: its name as users and run folders write it, the forms of a value, the
 * default and where that comes from. Declared beside the model's equations; options, help, checks
 * and {@code run.json} are made from it. Immutable.
 *
 * @param <T> {@code Integer}, {@code Double} or an enum
 */
public final class ModelSetting<T> {
  private final String name;
  private final String forms;
  private final T defaultValue;
  private final String source;
  private final String meaning;
  private final Function<String, T> parser;
  private final Map<String, String> switches;
  private final Condition condition;

  /** Name of a setting whose value this one's must divide, or null. */
  private final String divided;

  /** The setting has an effect only where another has one of these values. */
  private record Condition(String setting, Set<Object> values) {}

  private ModelSetting(
      String name,
      String forms,
      T defaultValue,
      String source,
      String meaning,
      Function<String, T> parser,
      Map<String, String> switches,
      Condition condition,
      String divided) {
    this.name = name;
    this.forms = forms;
    this.defaultValue = defaultValue;
    this.source = source;
    this.meaning = meaning;
    this.parser = parser;
    this.switches = switches;
    this.condition = condition;
    this.divided = divided;
  }

  /**
   * A whole number between {@code min} and {@code max}.
   *
   * @param source where the default comes from: "published", or "our choice"
   * @param meaning one line of help
   */
  public static ModelSetting<Integer> wholeNumber(
      String name, int min, int max, int defaultValue, String source, String meaning) {
    Function<String, Integer> parser =
        text -> {
          try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
              return value;
            }
          } catch (NumberFormatException e) {
            // the same words for what is no number
          }
          throw new IllegalArgumentException(
              "%s must be between %d and %d, not %s".formatted(name, min, max, text));
        };
    return new ModelSetting<>(
        name, "N", defaultValue, source, meaning, parser, Map.of(), null, null);
  }

  /** A number between {@code min} and {@code max}; see {@link #wholeNumber}. */
  public static ModelSetting<Double> number(
      String name, double min, double max, double defaultValue, String source, String meaning) {
    Function<String, Double> parser =
        text -> {
          try {
            double value = Double.parseDouble(text);
            if (value >= min && value <= max) {
              return value;
            }
          } catch (NumberFormatException e) {
            // the same words for what is no number
          }
          throw new IllegalArgumentException(
              "%s must be between %s and %s, not %s".formatted(name, min, max, text));
        };
    return new ModelSetting<>(
        name, "X", defaultValue, source, meaning, parser, Map.of(), null, null);
  }

  /**
   * One of several named values; see {@link #wholeNumber}.
   *
   * @param choices those that this model knows, written in lower case with dashes
   */
  public static <E extends Enum<E>> ModelSetting<E> choice(
      String name, List<E> choices, E defaultValue, String source, String meaning) {
    String forms = choices.stream().map(ModelSetting::label).collect(Collectors.joining("|"));
    Function<String, E> parser =
        text ->
            choices.stream()
                .filter(choice -> label(choice).equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "%s must be %s, not %s".formatted(name, forms, text)));
    return new ModelSetting<>(
        name, forms, defaultValue, source, meaning, parser, Map.of(), null, null);
  }

  /** The same with another default, for a model that was published with it. */
  public ModelSetting<T> withDefault(T value, String valueSource) {
    return new ModelSetting<>(
        name, forms, value, valueSource, meaning, parser, switches, condition, divided);
  }

  /** The same under another name, with another meaning. */
  public ModelSetting<T> renamed(String other, String otherMeaning) {
    return new ModelSetting<>(
        other, forms, defaultValue, source, otherMeaning, parser, switches, condition, divided);
  }

  /** The same with a narrower range of values: those that {@code rule} puts into words. */
  public ModelSetting<T> where(Predicate<T> allowed, String rule) {
    Function<String, T> narrowed =
        text -> {
          T value = parser.apply(text);
          if (!allowed.test(value)) {
            throw new IllegalArgumentException("%s must be %s, not %s".formatted(name, rule, text));
          }
          return value;
        };
    String more = meaning + "; " + rule;
    return new ModelSetting<>(
        name, forms, defaultValue, source, more, narrowed, switches, condition, divided);
  }

  /** The same with a switch, an option without a value, that stands for {@code value}. */
  public ModelSetting<T> withSwitch(String option, T value) {
    Map<String, String> more = new LinkedHashMap<>(switches);
    more.put(option, label(value));
    return new ModelSetting<>(
        name, forms, defaultValue, source, meaning, parser, more, condition, divided);
  }

  /** The same for a setting that has an effect only where {@code other} has one of the values. */
  @SafeVarargs
  public final <U> ModelSetting<T> onlyWhere(ModelSetting<U> other, U... values) {
    Condition narrowed = new Condition(other.name, Set.copyOf(Arrays.<Object>asList(values)));
    return new ModelSetting<>(
        name, forms, defaultValue, source, meaning, parser, switches, narrowed, divided);
  }

  /** The same for a number that must divide another. */
  public ModelSetting<T> dividing(ModelSetting<Integer> other) {
    String more = meaning + "; must divide " + other.name;
    return new ModelSetting<>(
        name, forms, defaultValue, source, more, parser, switches, condition, other.name);
  }

  /** The name; with two dashes before it, an option. */
  public String name() {
    return name;
  }

  /** The forms of a value, for help texts. */
  public String forms() {
    return forms;
  }

  /** The value where nothing else is said. */
  public T defaultValue() {
    return defaultValue;
  }

  /** Where the default comes from. */
  public String source() {
    return source;
  }

  /** One line of help. */
  public String meaning() {
    return meaning;
  }

  /** Switches that stand for a value, as {@code --nonhybrid} does: the value's text by switch. */
  public Map<String, String> switches() {
    return switches;
  }

  /**
   * The value that a text stands for.
   *
   * @throws IllegalArgumentException naming the setting if it is none
   */
  public T parse(String text) {
    return parser.apply(text);
  }

  /** Whether the setting has an effect beside these values of the others. */
  boolean hasEffect(Map<String, Object> values) {
    return condition == null || condition.values.contains(values.get(condition.setting));
  }

  /**
   * Checks the value beside those of the others.
   *
   * @throws IllegalArgumentException naming both settings if it does not divide what it must
   */
  void check(Map<String, Object> values) {
    if (divided != null
        && hasEffect(values)
        && (Integer) values.get(divided) % (Integer) values.get(name) != 0) {
      throw new IllegalArgumentException(
          "%s must divide %s: %s does not divide %s"
              .formatted(name, divided, values.get(name), values.get(divided)));
    }
  }

  /** Beside what it has an effect, in words; empty if always. */
  public Optional<String> condition() {
    return Optional.ofNullable(condition)
        .map(
            c ->
                c.setting
                    + " "
                    + c.values.stream()
                        .map(ModelSetting::label)
                        .sorted()
                        .collect(Collectors.joining(" or ")));
  }

  /** A value as it is written: {@code in-strength}. */
  public static String label(Object value) {
    return value instanceof Enum<?> choice
        ? choice.name().toLowerCase(Locale.ROOT).replace('_', '-')
        : value.toString();
  }

  @Override
  public String toString() {
    return name;
  }
}
