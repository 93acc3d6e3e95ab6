package io.sbr.tensor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The one place where a backend is chosen; once, at start, and never in silence. */
public final class Backends {
  private Backends() {}

  /**
   * A started backend and why it was taken.
   *
   * @param backend ready to use; the caller closes it
   * @param reason one line, for example {@code auto: cuda is absent (no libcuda.so.1)}
   */
  public record Choice(Backend backend, String reason) {}

  /** All providers on the class path, best first. */
  public static List<BackendProvider> providers() {
    List<BackendProvider> all = new ArrayList<>();
    ServiceLoader.load(BackendProvider.class).forEach(all::add);
    all.sort(Comparator.comparingInt(BackendProvider::preference).reversed());
    return all;
  }

  /**
   * Starts the backend of that name, or for {@code auto} the best one that is usable.
   *
   * @param threads worker threads, 0 for all processors
   * @throws IllegalArgumentException if there is no such backend, or it is asked for and not
   *     usable; the message says what is missing
   */
  public static Choice choose(String name, int threads) {
    List<BackendProvider> all = providers();
    if (!name.equals("auto")) {
      BackendProvider provider =
          all.stream()
              .filter(p -> p.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException(unknown(name, all)));
      Optional<String> why = provider.unavailable();
      if (why.isPresent()) {
        throw new IllegalArgumentException("device " + name + " is not usable: " + why.get());
      }
      return new Choice(provider.create(threads), "as asked for");
    }
    StringBuilder passed = new StringBuilder("auto");
    for (BackendProvider provider : all) {
      if (provider.preference() < 0) {
        continue;
      }
      Optional<String> why = provider.unavailable();
      if (why.isEmpty()) {
        return new Choice(provider.create(threads), passed.toString());
      }
      passed.append("; ").append(provider.name()).append(": ").append(why.get());
    }
    throw new IllegalArgumentException("no backend is usable: " + passed);
  }

  private static String unknown(String name, List<BackendProvider> all) {
    return "no device '" + name + "'; there are auto, " + String.join(", ", names(all));
  }

  private static List<String> names(List<BackendProvider> all) {
    return all.stream().map(BackendProvider::name).toList();
  }
}
