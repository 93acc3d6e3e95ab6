package io.sbr.kernels.cpu.loops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * HotSpot compiles a method first with C1, at tier 2 or 3, then with C2. One that C1 compiles at
 * tier 2 and cannot at tier 3, being too large for its registers, never comes to C2: it stays ten
 * times slow where the timing of the queues happens to try tier 2 first (docs/performance.md, "The
 * micro-kernel"). So every method with vectors must compile at tier 3, for every width and both
 * sizes of blocks. The shape of the code decides it; no clock is read.
 */
class EveryTierTest {
  private static final String OURS = "io.sbr.kernels.cpu.";
  private static final String LOOPS = OURS + "loops.";

  static Stream<Arguments> machines() {
    int bits = VectorLoops.SPECIES.vectorBitSize();
    return Stream.of(256, 512)
        .filter(width -> width <= bits)
        .flatMap(width -> Stream.of(16, 32).map(registers -> Arguments.of(width, registers)));
  }

  @ParameterizedTest(name = "{0} bits, {1} registers")
  @MethodSource("machines")
  void theFirstCompilerTakesEveryLoopOfVectors(int bits, int registers) throws Exception {
    List<String> log = compilations(bits, registers);
    assertThat(log)
        .as("methods of ours that cannot be compiled")
        .noneMatch(line -> line.contains(OURS) && line.contains("COMPILE SKIPPED"));
    Stream<String> panels =
        registers == 32
            ? Stream.of(
                "rows4by4", "columns4by4", "rows6by3", "columns6by3", "rows6by2", "columns6by2")
            : Stream.of("rows3by3", "columns3by3", "rows5by2", "columns4by2");
    Stream<String> others =
        Stream.of(
            "RowKernels::by",
            "VectorExp::exp ",
            "VectorExp::expAndSum",
            "VectorAdam::update",
            "VectorGru::backward",
            "VectorAttention::weigh",
            "VectorAttention::backward",
            "VectorScan::countAbove",
            "VectorScan::firstNotBelow",
            "VectorLoops::columnMax",
            "VectorLoops::dot");
    assertThat(Stream.concat(panels.map(name -> "MicroKernels::" + name), others))
        .allSatisfy(
            method ->
                assertThat(log)
                    .anyMatch(line -> line.contains(" 3 ") && line.contains(LOOPS + method)));
  }

  private static List<String> compilations(int bits, int registers)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:UseAVX=" + (bits == 512 ? 3 : 2),
                "-Dsbr.simd.registers=" + registers,
                "-XX:TieredStopAtLevel=3",
                "-XX:+PrintCompilation",
                "-cp",
                System.getProperty("java.class.path"),
                EveryKernel.class.getName())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.lines().toList();
  }
}
