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
   * @param reason one line, for example {@code auto; cuda: no libcuda.so.1}
   */
  public record Choice(Backend backend, String reason) {}

  /** All providers on the class path, best first. */
  public static List<BackendProvider> providers() {
    List<BackendProvider> all = new ArrayList<>();
    ServiceLoader.load(BackendProvider.class).forEach(all::add);
    all.sort(Comparator.comparingInt(BackendProvider::preference).reversed());
    return all;
  }

  /** Starts the backend of that name, or for {@code auto} the best one, with its own precision. */
  public static Choice choose(String name, int threads) {
    return choose(name, threads, MatmulPrecision.FULL);
  }

  /**
   * Starts the backend of that name, or for {@code auto} the best one that is usable.
   *
   * @param threads worker threads, 0 for all processors
   * @param precision of products
   * @throws IllegalArgumentException if there is no such backend, or it is asked for and not
   *     usable, or the one chosen has no such precision; the message says what is missing
   */
  public static Choice choose(String name, int threads, MatmulPrecision precision) {
    List<BackendProvider> all = providers();
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "no backend is on the class path: add the artifact io.sbr:sbr-kernels");
    }
    if (!name.equals("auto")) {
      BackendProvider provider =
          all.stream()
              .filter(p -> p.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException(unknown(name, all)));
      List<String> why = new ArrayList<>();
      return start(provider, threads, precision, why)
          .map(backend -> new Choice(backend, "as asked for"))
          .orElseThrow(
              () ->
                  new IllegalArgumentException("device " + name + " is not usable: " + why.get(0)));
    }
    List<String> passed = new ArrayList<>(List.of("auto"));
    for (BackendProvider provider : all) {
      if (provider.preference() < 0) {
        continue;
      }
      List<String> why = new ArrayList<>();
      Optional<Backend> backend = start(provider, threads, precision, why);
      if (backend.isPresent()) {
        return new Choice(backend.get(), String.join("; ", passed));
      }
      passed.add(provider.name() + ": " + why.get(0));
    }
    throw new IllegalArgumentException("no backend is usable: " + String.join("; ", passed));
  }

  /** The started backend, or nothing and why. */
  private static Optional<Backend> start(
      BackendProvider provider, int threads, MatmulPrecision precision, List<String> why) {
    Optional<String> missing = provider.unavailable();
    if (missing.isEmpty()) {
      try {
        return Optional.of(provider.create(threads, precision));
      } catch (IllegalStateException e) {
        missing = Optional.of(e.getMessage()); // which is seen only now
      }
    }
    why.add(missing.get());
    return Optional.empty();
  }

  private static String unknown(String name, List<BackendProvider> all) {
    return "no device '" + name + "'; there are auto, " + String.join(", ", names(all));
  }

  private static List<String> names(List<BackendProvider> all) {
    return all.stream().map(BackendProvider::name).toList();
  }
}
