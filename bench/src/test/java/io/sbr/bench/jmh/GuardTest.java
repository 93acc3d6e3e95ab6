package io.sbr.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** When the guard cries out. */
class GuardTest {
  private static final Guard.Check CHECK =
      new Guard.Check(DenseProduct.class, "multiply", Map.of("product", "2x3*3x4"), 0.6, 2);

  @Test
  void slowIsFarFromThePeakOrNearThePlainLoops() {
    assertThat(new Guard.Finding(CHECK, 61, 100, 2.1, 9e4).slow()).isFalse();
    assertThat(new Guard.Finding(CHECK, 59, 100, 2.1, 9e4).slow()).isTrue();
    assertThat(new Guard.Finding(CHECK, 61, 100, 1.9, 9e4).slow()).isTrue();
    assertThat(new Guard.Finding(CHECK, 61, 100, 1.9, 9e4).line())
        .startsWith("SLOW DenseProduct.multiply 2x3*3x4")
        .contains("61 % of peak (at least 60)")
        .endsWith("1.9 times plain (at least 2.0)");
  }

  @Test
  void vectorsThatBecomeObjectsAreSlowWhateverTheTime() {
    Guard.Finding finding = new Guard.Finding(CHECK, 61, 100, 2.1, 1.8e7);
    assertThat(finding.slow()).isTrue();
    assertThat(finding.line()).startsWith("SLOW").endsWith(", vectors are objects: 18.0 MB a call");
  }
}
