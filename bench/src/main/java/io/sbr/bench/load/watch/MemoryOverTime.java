package io.sbr.bench.load.watch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Resident memory of the server, looked at now and then. */
public final class MemoryOverTime {
  /**
   * One look.
   *
   * @param second since counting began
   * @param mib resident then
   */
  public record Look(double second, double mib) {}

  private final List<Look> looks = new ArrayList<>();

  /** One look more. */
  public void add(double second, double mib) {
    looks.add(new Look(second, mib));
  }

  /** Whether nobody looked. */
  public boolean isEmpty() {
    return looks.isEmpty();
  }

  /** At the first look, MiB. */
  public double first() {
    return looks.get(0).mib;
  }

  /** At the last look, MiB. */
  public double last() {
    return looks.get(looks.size() - 1).mib;
  }

  /** The most, MiB. */
  public double most() {
    return looks.stream().mapToDouble(Look::mib).max().orElse(0);
  }

  /** For programs. */
  public Map<String, Object> json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("first", first());
    object.put("last", last());
    object.put("most", most());
    object.put("looks", looks);
    return object;
  }
}
