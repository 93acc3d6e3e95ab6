package io.sbr.kernels.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JCuda's own libraries, rewritten; that the result loads and computes, CudaProcessTest shows. */
class SonamePatchTest {
  private static byte[] library(String name) throws IOException {
    String path = "/lib/lib" + name + "-12.6.0-linux-x86_64.so";
    try (InputStream in = SonamePatch.class.getResourceAsStream(path)) {
      return in.readAllBytes();
    }
  }

  private static int count(byte[] library, String name) {
    String text = new String(library, StandardCharsets.ISO_8859_1);
    return text.split("\0" + name.replace(".", "\\.") + "(?=\0)", -1).length - 1;
  }

  @ParameterizedTest
  @CsvSource({"JCublas2, libcublas.so", "JNvrtc, libnvrtc.so"})
  void anotherNameAndItsHashAreAllThatChanges(String library, String wanted) throws IOException {
    byte[] before = library(library);
    byte[] after = SonamePatch.retarget(before.clone(), wanted + ".12", wanted + ".13");
    assertThat(count(before, wanted + ".12")).isEqualTo(1);
    assertThat(count(after, wanted + ".12")).isZero();
    assertThat(count(after, wanted + ".13")).isEqualTo(1);
    // one digit, and the lowest byte of a hash
    int[] changed = IntStream.range(0, before.length).filter(i -> before[i] != after[i]).toArray();
    assertThat(changed).hasSize(2);
    assertThat(SonamePatch.retarget(after, wanted + ".13", wanted + ".12")).isEqualTo(before);
  }

  @Test
  void aLibraryThatAsksForSomethingElseIsRefused() throws IOException {
    byte[] driver = library("JCudaDriver");
    assertThatThrownBy(() -> SonamePatch.retarget(driver, "libcublas.so.12", "libcublas.so.13"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("0 names and 0 version nodes of libcublas.so.12");
  }

  @Test
  void aNameOfAnotherLengthIsRefused() throws IOException {
    byte[] library = library("JCublas2");
    assertThatThrownBy(() -> SonamePatch.retarget(library, "libcublas.so.12", "libcublas.so.9"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theHashIsTheLinkers() {
    assertThat(SonamePatch.elfHash("GLIBC_2.2.5")).isEqualTo(0x09691a75);
    assertThat(SonamePatch.elfHash("GLIBC_2.17")).isEqualTo(0x06969197);
  }
}
