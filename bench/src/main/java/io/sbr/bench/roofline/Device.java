package io.sbr.bench.roofline;

import io.sbr.tensor.Backend;
import java.util.Set;

/**
 * A backend that figures come from.
 *
 * @param name as in {@code --device}
 * @param description the backend's own, one line
 * @param realBytes size of its real numbers, 4 or 8
 */
public record Device(String name, String description, int realBytes) {
  private static final Set<String> ON_PROCESSOR = Set.of("reference", "cpu");

  /** The device of a backend. */
  public static Device of(Backend backend) {
    return new Device(backend.name(), backend.description(), backend.dtype().bytes());
  }

  /** Whether it computes on the processor itself, whose ceilings are measured in plain Java. */
  public boolean onProcessor() {
    return ON_PROCESSOR.contains(name);
  }

  /** Whether there is no chip behind it: its times say nothing about any GPU. */
  public boolean emulated() {
    return description.contains("emulated");
  }

  /** For tables: never a GPU's name for what is none. */
  public String label() {
    return emulated() ? "emulated " + name + " (no GPU)" : name;
  }
}
