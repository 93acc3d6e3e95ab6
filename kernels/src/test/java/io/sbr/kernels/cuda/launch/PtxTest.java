package io.sbr.kernels.cuda.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.sbr.kernels.cuda.driver.NativeLibraries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The PTX that the jar ships assembles for devices from 2014 to today, without a GPU: by the
 * assembler of CUDA 12.0 that comes with JCuda, and by the installed one where there is one.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class PtxTest {
  private static final Pattern KERNEL =
      Pattern.compile(
          "extern \"C\" __global__ void\\s+(?:__launch_bounds__\\([^)]*\\)\\s+)?(\\w+)");
  private static final String SPILLED = "[1-9][0-9]* bytes spill";

  @BeforeAll
  static void load() {
    NativeLibraries.load(NativeLibraries.Binding.PTX_COMPILER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sm_50", "sm_75", "sm_80", "sm_90"})
  void theAssemblerOfCuda12TakesIt(String architecture) {
    for (String family : Kernels.FAMILIES) {
      String log = assemble(Kernels.text(family + ".ptx"), architecture);
      assertThat(log)
          .as(family)
          .contains("Compiling entry function")
          .doesNotContainPattern(SPILLED);
    }
  }

  /** A kernel that is only in one of them would be found in tests and missing in the jar. */
  @Test
  void thePtxHasTheKernelsOfTheSources() {
    for (String family : Kernels.FAMILIES) {
      Set<String> declared = new TreeSet<>();
      Matcher kernel = KERNEL.matcher(Kernels.text(family + ".cu"));
      while (kernel.find()) {
        declared.add(kernel.group(1));
      }
      assertThat(declared).as(family).isNotEmpty();
      assertThat(Signature.of(Kernels.text(family + ".ptx")).keySet())
          .as(family)
          .containsExactlyInAnyOrderElementsOf(declared);
    }
  }

  /** What the assembler says when it succeeds, resources of each kernel included. */
  private static String assemble(String ptx, String architecture) {
    byte[] text = ptx.getBytes(StandardCharsets.UTF_8);
    byte[] ended = Arrays.copyOf(text, text.length + 1);
    nvPTXCompilerHandle handle = new nvPTXCompilerHandle();
    check(JNvPTXCompiler.nvPTXCompilerCreate(handle, text.length, ended), "");
    try {
      String[] options = {"--gpu-name=" + architecture, "--verbose"};
      int code = JNvPTXCompiler.nvPTXCompilerCompile(handle, options.length, options);
      long[] size = {0};
      JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(handle, size);
      byte[] log = new byte[(int) size[0] + 1];
      JNvPTXCompiler.nvPTXCompilerGetErrorLog(handle, log);
      check(code, text(log));
      check(JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(handle, size), "");
      log = new byte[(int) size[0] + 1];
      check(JNvPTXCompiler.nvPTXCompilerGetInfoLog(handle, log), "");
      return text(log);
    } finally {
      JNvPTXCompiler.nvPTXCompilerDestroy(handle);
    }
  }

  private static void check(int code, String log) {
    assertThat(code).as(log).isEqualTo(nvPTXCompileResult.NVPTXCOMPILE_SUCCESS);
  }

  private static String text(byte[] log) {
    return new String(log, StandardCharsets.UTF_8).replace("\0", "");
  }

  /** A test of the test: PTX that is wrong is refused. */
  @Test
  void aWrongInstructionIsNoticed() {
    String ptx = Kernels.text("fill.ptx").replaceFirst("mov\\.u32", "mov.u31");
    assertThatThrownBy(() -> assemble(ptx, "sm_50")).isInstanceOf(AssertionError.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sm_75", "sm_80", "sm_90", "sm_120"})
  void theInstalledAssemblerTakesIt(String architecture, @TempDir Path folder)
      throws IOException, InterruptedException {
    if (ptxas(List.of("--version")).isEmpty()) {
      System.out.println(
          "SKIPPED: ptxas is not installed; PTX is not assembled for " + architecture);
      abort("ptxas is not installed");
    }
    for (String family : Kernels.FAMILIES) {
      Path ptx = folder.resolve(family + ".ptx");
      Files.writeString(ptx, Kernels.text(family + ".ptx"));
      String log =
          ptxas(List.of("-v", "-arch=" + architecture, "-o", ptx + ".cubin", ptx.toString()))
              .orElseThrow();
      assertThat(log)
          .as(family)
          .contains("Compiling entry function")
          .doesNotContainPattern(SPILLED);
    }
  }

  /** Output of ptxas; empty where there is none. Fails where it fails. */
  private static Optional<String> ptxas(List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ptxas"));
    command.addAll(arguments);
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException notInstalled) {
      return Optional.empty();
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return Optional.of(output);
  }
}
