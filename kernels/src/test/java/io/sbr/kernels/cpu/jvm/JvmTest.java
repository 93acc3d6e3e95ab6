package io.sbr.kernels.cpu.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a JVM is said to be, and what is advised. */
class JvmTest {
  private static final Collector CUT = new Collector("G1", true);
  private static final Collector UNCUT = new Collector("Parallel", false);

  private static String advice(Compilation compilation, Collector collector, int feature) {
    return new Jvm(compilation, collector, feature).advice();
  }

  @Test
  void compilationIsWhatTheJvmSays() {
    OptionalInt none = OptionalInt.empty();
    String server = "OpenJDK 64-Bit Server VM";
    assertThat(Compilation.of("mixed mode, sharing", server, none)).isEqualTo(Compilation.FULL);
    assertThat(Compilation.of("mixed mode", server, OptionalInt.of(4))).isEqualTo(Compilation.FULL);
    assertThat(Compilation.of("mixed mode", server, OptionalInt.of(3)))
        .isEqualTo(Compilation.WITHOUT_C2);
    assertThat(Compilation.of("mixed mode, emulated-client, sharing", server, none))
        .isEqualTo(Compilation.WITHOUT_C2);
    assertThat(Compilation.of("mixed mode", "OpenJDK Client VM", none))
        .isEqualTo(Compilation.WITHOUT_C2);
    assertThat(Compilation.of("mixed mode", server, OptionalInt.of(0))).isEqualTo(Compilation.NONE);
    assertThat(Compilation.of("interpreted mode, sharing", server, OptionalInt.of(4)))
        .isEqualTo(Compilation.NONE);
  }

  @Test
  void adviceFitsTheCause() {
    assertThat(advice(Compilation.NONE, CUT, 17)).contains("-Xint").contains("-Dsbr.simd=plain");
    assertThat(advice(Compilation.WITHOUT_C2, CUT, 17))
        .contains("-XX:TieredStopAtLevel")
        .contains("-Dsbr.simd=plain");
    assertThat(advice(Compilation.FULL, CUT, 17)).contains("start again", "JDK 25");
    assertThat(advice(Compilation.FULL, CUT, 25)).contains("start again").doesNotContain("JDK");
  }

  @Test
  void onlyWhatCannotBeCuredByAnotherStartIsAWeakness() {
    assertThat(new Jvm(Compilation.FULL, CUT, 17).weakness()).isEmpty();
    assertThat(new Jvm(Compilation.FULL, UNCUT, 17).weakness()).isEmpty();
    assertThat(new Jvm(Compilation.WITHOUT_C2, CUT, 25).weakness()).isPresent();
    assertThat(Jvm.here().feature()).isEqualTo(Runtime.version().feature());
  }

  @Test
  void collectorIsNamedAndJudged() {
    assertThat(Collector.name("Copy")).isEqualTo("Serial");
    assertThat(Collector.name("PS MarkSweep")).isEqualTo("Parallel");
    assertThat(Collector.name("G1 Young Generation")).isEqualTo("G1");
    assertThat(CUT.description()).doesNotContain("-XX");
    assertThat(UNCUT.description()).contains("Parallel", "not cut");
    assertThat(Collector.here().name()).isNotBlank();
  }

  @Test
  void vectorsAreFoundAmongAllFlags() {
    assertThat(Processor.vectors("fpu sse4_2 avx fma4x fma avx2 avx512f aes"))
        .isEqualTo("avx fma avx2 avx512f");
    assertThat(Processor.vectors("fp asimd crc32 sve sve2")).isEqualTo("asimd sve sve2");
    assertThat(Processor.vectors("fpu mmx")).isEqualTo("none");
  }
}
