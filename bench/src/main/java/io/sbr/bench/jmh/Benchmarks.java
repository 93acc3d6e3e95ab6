package io.sbr.bench.jmh;

import java.lang.reflect.Field;
import java.util.Map;

/** Benchmark objects outside JMH, to ask them for their work or to try them out. */
public final class Benchmarks {
  private Benchmarks() {}

  /**
   * The benchmark of this class with its parameters set, not opened.
   *
   * @param parameters values of fields by name, as text; names it does not have are left out
   */
  public static OnBackend create(String className, Map<String, String> parameters) {
    try {
      OnBackend benchmark =
          (OnBackend) Class.forName(className).getDeclaredConstructor().newInstance();
      for (Field field : benchmark.getClass().getFields()) {
        String value = parameters.get(field.getName());
        if (value != null) {
          field.set(benchmark, field.getType() == int.class ? Integer.valueOf(value) : value);
        }
      }
      return benchmark;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(className + " is no benchmark of a backend", e);
    }
  }
}
