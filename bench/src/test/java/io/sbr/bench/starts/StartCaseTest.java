package io.sbr.bench.starts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.bench.starts.StartCase.HeapCollector;
import io.sbr.bench.starts.StartCase.Launch;
import io.sbr.bench.starts.StartCase.Load;
import io.sbr.bench.starts.StartCase.Width;
import io.sbr.kernels.cpu.jvm.JvmOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a JVM of each case is started, and what a case is called. */
class StartCaseTest {
  private static StartCase with(HeapCollector collector, Launch launch, Width width) {
    JavaHome java = new JavaHome(Path.of("jdk"), "17.0.1");
    return new StartCase(java, collector, launch, width, Load.IDLE);
  }

  @Test
  void bareNamesTheModuleAndTheCollectorAlone() {
    assertThat(with(HeapCollector.PARALLEL, Launch.BARE, Width.PREFERRED).jvmOptions())
        .containsExactly("--add-modules", "jdk.incubator.vector", "-XX:+UseParallelGC");
    assertThat(with(HeapCollector.G1, Launch.BARE, Width.W256).jvmOptions())
        .endsWith("-XX:+UseG1GC", "-XX:UseAVX=2");
  }

  @Test
  void launcherIsSbrItselfWithItsOwnCollectorOrTheNamedOne() {
    assertThat(with(HeapCollector.SERIAL, Launch.LAUNCHER, Width.PREFERRED).jvmOptions())
        .isEqualTo(JvmOptions.with(List.of()))
        .contains("-XX:+UseSerialGC");
    assertThat(with(HeapCollector.G1, Launch.LAUNCHER, Width.W512).jvmOptions())
        .isEqualTo(JvmOptions.with(List.of("-XX:+UseG1GC", "-XX:UseAVX=3")))
        .doesNotContain("-XX:+UseSerialGC");
  }

  @Test
  void nameTellsWhatDiffers() {
    StartCase preferred = with(HeapCollector.SERIAL, Launch.BARE, Width.PREFERRED);
    StartCase narrow = with(HeapCollector.SERIAL, Launch.BARE, Width.W256);
    assertThat(preferred.name()).isEqualTo("17.0.1 Serial bare idle");
    assertThat(narrow.name()).isEqualTo("17.0.1 Serial bare 256 bits idle");
    assertThat(preferred.comparable(narrow)).isFalse();
    assertThat(preferred.comparable(with(HeapCollector.G1, Launch.LAUNCHER, Width.PREFERRED)))
        .isTrue();
  }

  @Test
  void versionIsReadFromTheJdk(@TempDir Path folder) throws IOException {
    assertThat(JavaHome.running().version())
        .isEqualTo(System.getProperty("java.version").replaceAll("[^0-9.].*", ""));
    assertThatThrownBy(() -> JavaHome.of(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no JDK: it has no file 'release'");
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    assertThatThrownBy(() -> JavaHome.of(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no bin/java");
  }
}
