package io.sbr.kernels.cpu.loops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The micro-kernels in the tree are those that their description gives. */
class MicroKernelTextTest {
  @Test
  void whatIsCheckedInIsWhatIsWritten() {
    Path source = Path.of("src/main/java/io/sbr/kernels/cpu/loops/MicroKernels.java");
    assertThat(source)
        .as("write it anew, in src: java test/.../MicroKernelText.java main/.../MicroKernels.java")
        .hasContent(MicroKernelText.text());
  }
}
