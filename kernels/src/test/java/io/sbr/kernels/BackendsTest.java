package io.sbr.kernels;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.tensor.Backend;
import io.sbr.tensor.BackendProvider;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said where no backend can be used: never nothing, and of each why. */
class BackendsTest {
  @TempDir Path folder;

  /** A provider that will not do. */
  abstract static class Useless implements BackendProvider {
    private final String name;
    private final int preference;

    Useless(String name, int preference) {
      this.name = name;
      this.preference = preference;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int preference() {
      return preference;
    }

    @Override
    public Optional<String> unavailable() {
      return Optional.empty();
    }

    @Override
    public Backend create(int threads) {
      throw new AssertionError(name + " was started");
    }
  }

  /** Lacks something that is seen at once. */
  public static final class Absent extends Useless {
    /** By the service loader. */
    public Absent() {
      super("absent", 1);
    }

    @Override
    public Optional<String> unavailable() {
      return Optional.of("no such device");
    }
  }

  /** Lacks something that is seen when it starts. */
  public static final class Broken extends Useless {
    /** By the service loader. */
    public Broken() {
      super("broken", 2);
    }

    @Override
    public Backend create(int threads) {
      throw new IllegalStateException("it does not start");
    }
  }

  /** Is never taken unasked. */
  public static final class Reserved extends Useless {
    /** By the service loader. */
    public Reserved() {
      super("reserved", -1);
    }
  }

  private void choose(String name, List<Class<?>> providers) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.write(
        services.resolve(BackendProvider.class.getName()),
        providers.stream().map(Class::getName).toList());
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    try (URLClassLoader these =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, usual) {
          @Override
          public Enumeration<URL> getResources(String resource) throws IOException {
            return findResources(resource); // and none of the real providers
          }
        }) {
      thread.setContextClassLoader(these);
      Backends.choose(name, 1);
    } finally {
      thread.setContextClassLoader(usual);
    }
  }

  @Test
  void everyReasonIsGivenInTheOrderOfPreference() {
    assertThatThrownBy(() -> choose("auto", List.of(Absent.class, Reserved.class, Broken.class)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no backend is usable: auto; broken: it does not start; absent: no such device");
  }

  /** As in a program with {@code sbr-models} alone. */
  @Test
  void whereThereIsNoneAtAllTheMissingArtifactIsNamed() {
    for (String device : List.of("auto", "cpu")) {
      assertThatThrownBy(() -> choose(device, List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no backend is on the class path: add the artifact io.sbr:sbr-kernels");
    }
  }

  @Test
  void oneThatIsAskedForIsNotReplaced() {
    assertThatThrownBy(() -> choose("broken", List.of(Broken.class)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("device broken is not usable: it does not start");
  }
}
