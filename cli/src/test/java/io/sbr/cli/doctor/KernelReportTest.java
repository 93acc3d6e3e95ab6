package io.sbr.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.kernels.cpu.jvm.Collector;
import io.sbr.kernels.cpu.jvm.Compilation;
import io.sbr.kernels.cpu.jvm.Jvm;
import io.sbr.kernels.cpu.speed.KernelSpeed;
import io.sbr.kernels.cpu.speed.KernelSpeeds;
import io.sbr.kernels.cpu.speed.Limit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code doctor} says of speeds. */
class KernelReportTest {
  private static final Jvm JVM = new Jvm(Compilation.FULL, new Collector("G1", true), 17);
  private static final KernelSpeed GOOD =
      new KernelSpeed("square", Limit.ARITHMETIC, 90, 0.9, 0.4, 4.5);
  private static final KernelSpeed BAD =
      new KernelSpeed("scores", Limit.ARITHMETIC, 1.5, 0.015, 0.3, 0.04);

  @Test
  void slowKernelsAreMarkedAndAdviceIsOneLine() {
    KernelReport report = new KernelReport(new KernelSpeeds(100, 50, List.of(GOOD, BAD)), JVM);
    assertThat(report.text().lines())
        .anyMatch(line -> line.matches(" +ceiling: multiply-adds +100\\.0 +GFLOP/s"))
        .anyMatch(line -> line.matches(" +ceiling: arrays in memory +50\\.0 +GB/s"))
        .anyMatch(line -> line.matches(" +square +90\\.0 +GFLOP/s +90 % +4\\.50"))
        .anyMatch(line -> line.matches(" +scores +1\\.5 +GFLOP/s +2 % +0\\.04 +SLOW"))
        .containsOnlyOnce("  slow: " + JVM.advice());
    assertThat(report.object()).containsEntry("kernel_advice", JVM.advice());
  }

  @Test
  void nothingIsAdvisedWhereAllIsWell() {
    KernelReport report = new KernelReport(new KernelSpeeds(100, 50, List.of(GOOD)), JVM);
    assertThat(report.text()).doesNotContainIgnoringCase("slow");
    assertThat(report.object()).doesNotContainKey("kernel_advice");
  }

  @Test
  void whatIsUnknownIsLeftOut() {
    KernelSpeed plain =
        new KernelSpeed("square", Limit.ARITHMETIC, 30, Double.NaN, 0.4, Double.NaN);
    KernelReport report = new KernelReport(new KernelSpeeds(Double.NaN, 50, List.of(plain)), JVM);
    assertThat(report.text()).doesNotContain("NaN").doesNotContain("multiply-adds");
    assertThat(report.object().toString()).doesNotContain("NaN").contains("gflops=30.0");
  }
}
