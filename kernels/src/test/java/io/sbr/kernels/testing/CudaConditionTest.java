package io.sbr.kernels.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When tests that need a device may be skipped, and when a missing one must fail the build. */
class CudaConditionTest {
  @TempDir Path folder;

  @Test
  void withoutADeviceTestsAreSkipped() {
    assertThat(CudaCondition.required(Map.of())).isEmpty();
    assertThat(CudaCondition.required(Map.of("REQUIRE_CUDA", ""))).isEmpty();
    assertThat(CudaCondition.required(Map.of("REQUIRE_CUDA", "false"))).isEmpty();
    assertThat(CudaCondition.required(Map.of("LD_LIBRARY_PATH", ":/nowhere:" + folder))).isEmpty();
  }

  @Test
  void unlessOneIsAskedFor() {
    assertThat(CudaCondition.required(Map.of("REQUIRE_CUDA", "true")))
        .contains("REQUIRE_CUDA=true");
  }

  @Test
  void orTheEmulatedOneWasBuilt() throws IOException {
    Files.writeString(folder.resolve("stamp"), "of its sources");
    assertThat(CudaCondition.required(Map.of("LD_LIBRARY_PATH", "/nowhere:" + folder)))
        .hasValueSatisfying(why -> assertThat(why).contains(folder.toString()));
  }
}
