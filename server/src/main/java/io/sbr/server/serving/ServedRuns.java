package io.sbr.server.serving;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** All runs that are served, by name. The first is asked where none is named. */
public final class ServedRuns {
  private final Map<String, ServedRun> byName = new LinkedHashMap<>();

  /**
   * Several runs.
   *
   * @param runs one or more, of different names
   */
  public ServedRuns(List<ServedRun> runs) {
    runs.forEach(run -> byName.put(run.name(), run));
  }

  /** One of them, if it is there. */
  public Optional<ServedRun> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The one that is asked where none is named. */
  public ServedRun first() {
    return byName.values().iterator().next();
  }

  /** All, in the order in which they were named. */
  public List<ServedRun> all() {
    return List.copyOf(byName.values());
  }

  /** A figure of each. */
  public Map<String, Integer> figures(ToIntFunction<ServedRun> figure) {
    Map<String, Integer> figures = new LinkedHashMap<>();
    byName.forEach((name, run) -> figures.put(name, figure.applyAsInt(run)));
    return figures;
  }
}
