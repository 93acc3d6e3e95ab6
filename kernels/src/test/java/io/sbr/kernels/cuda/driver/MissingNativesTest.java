package io.sbr.kernels.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A program that has the library and not the artefact for GPUs. */
class MissingNativesTest {
  private static String missingWithoutNatives() throws Exception {
    List<URL> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!entry.contains("natives")) {
        path.add(Path.of(entry).toUri().toURL());
      }
    }
    try (URLClassLoader program =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> probe = program.loadClass(CudaProbe.class.getName());
      assertThat(probe.getClassLoader()).isSameAs(program);
      Object result = probe.getMethod("result").invoke(null);
      return probe.getMethod("missing").invoke(result).toString();
    }
  }

  @Test
  void theArtefactIsNamed() throws Exception {
    assertThat(missingWithoutNatives())
        .contains("the native halves of JCuda are not on the class path")
        .contains("add the artifact io.sbr:sbr-cuda");
  }

  @Test
  void itIsNotNamedWhereItIs() {
    assertThat(NativeFile.isThere(NativeFile.DRIVER)).isTrue();
    assertThat(CudaProbe.result().missing().orElse("")).doesNotContain("sbr-cuda");
  }
}
