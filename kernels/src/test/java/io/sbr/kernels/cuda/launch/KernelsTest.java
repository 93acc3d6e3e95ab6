package io.sbr.kernels.cuda.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sbr.kernels.cuda.Emulator;
import io.sbr.kernels.cuda.driver.CudaException;
import io.sbr.kernels.cuda.driver.NativeLibraries;
import io.sbr.kernels.cuda.driver.Nvrtc;
import io.sbr.kernels.testing.RequiresCuda;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Signatures, and what happens when a driver does not take the PTX. */
public class KernelsTest {
  @Test
  void signaturesAreReadOffThePtx() {
    String ptx =
        """
        .visible .entry none()
        {
        }
        .func (.param .b32 r) helper(.param .b64 x) {}
        .visible .entry some(
        \t.param .u32 some_param_0,
        \t.param .u64 .ptr .align 1 some_param_1,
        \t.param .f32 some_param_2,
        \t.param .align 8 .b64 some_param_3
        )
        .maxntid 256, 1, 1
        {
        """;
    assertThat(Signature.of(ptx))
        .containsOnlyKeys("none", "some")
        .containsEntry("none", new Signature(0, 0))
        .containsEntry("some", new Signature(4, 0b1010));
  }

  @Test
  void everyFamilyHasKernelsAndItsSource() {
    for (String family : Kernels.FAMILIES) {
      String source = Kernels.text(family + ".cu");
      assertThat(Signature.of(Kernels.text(family + ".ptx")).keySet())
          .as(family)
          .isNotEmpty()
          .allSatisfy(kernel -> assertThat(source).containsPattern("\\b" + kernel + "\\("));
    }
  }

  @Test
  @RequiresCuda
  void ptxThatTheDriverRefusesNeedsNvrtcAndSaysSo() {
    Emulator.assume();
    assumeTrue(!nvrtcIsThere(), "NVRTC is installed");
    int before = Emulator.count(Emulator.ALLOCATIONS);
    assertThatThrownBy(() -> Emulator.engine("newer"))
        .isInstanceOf(CudaException.class)
        .hasMessageContaining("does not take the kernels of newer")
        .hasMessageContaining("CUDA_ERROR_UNSUPPORTED_PTX_VERSION")
        .hasMessageContaining("libnvrtc.so.12: cannot open")
        .hasMessageContaining("install a newer driver or CUDA's NVRTC");
    assertThat(Emulator.count(Emulator.ALLOCATIONS)).isEqualTo(before);
  }

  @Test
  @RequiresCuda
  void nvrtcMakesMachineCode() {
    assumeTrue(nvrtcIsThere(), "no NVRTC");
    for (String family : Kernels.FAMILIES) {
      byte[] cubin = Nvrtc.compile(family + ".cu", Kernels.text(family + ".cu"), "sm_75");
      assertThat(new String(cubin, 1, 3, StandardCharsets.US_ASCII)).isEqualTo("ELF");
    }
    assertThatThrownBy(() -> Nvrtc.compile("bad.cu", "nonsense", "sm_75"))
        .isInstanceOf(CudaException.class)
        .hasMessageContaining("bad.cu");
  }

  public static boolean nvrtcIsThere() {
    try {
      NativeLibraries.load(NativeLibraries.Binding.NVRTC);
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }
}
