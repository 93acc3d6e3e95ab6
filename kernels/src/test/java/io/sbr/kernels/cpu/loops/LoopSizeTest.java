package io.sbr.kernels.cpu.loops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The loops that suffer most where they are inlined into a large method are too large for that
 * (docs/performance.md, "Exponentials by chance"): HotSpot's FreqInlineSize is 325 bytes.
 */
class LoopSizeTest {
  private static final int NEVER_INLINED = 325;
  private static final Pattern OFFSET = Pattern.compile("^ +(\\d+): ", Pattern.MULTILINE);

  @ParameterizedTest
  @CsvSource({
    "VectorExp, exp",
    "VectorExp, expAndSum",
    "VectorDropout, blocks",
    "VectorLoops, columnMax",
    "VectorScan, countAbove",
    "MicroKernels, rows4by4",
    "MicroKernels, columns4by4",
    "MicroKernels, rows6by3",
    "MicroKernels, columns6by3",
    "MicroKernels, rows6by2",
    "MicroKernels, columns6by2",
    "MicroKernels, rows3by3",
    "MicroKernels, columns3by3",
    "MicroKernels, rows5by2",
    "MicroKernels, columns4by2",
  })
  void isCompiledByItself(String type, String method) throws Exception {
    assertThat(bytecodes(type, method)).isGreaterThan(NEVER_INLINED);
  }

  /** Where the last instruction of a method begins, which is less than its size. */
  private static int bytecodes(String type, String method) throws Exception {
    Path classes =
        Path.of(VectorExp.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
    String name = "io.sbr.kernels.cpu.loops." + type;
    assertThat(javap.run(out, out, "-c", "-p", "-cp", classes.toString(), name)).isZero();
    int begin = text.toString().indexOf(" " + method + "(");
    assertThat(begin).as(text.toString()).isPositive();
    String code = text.toString().substring(begin).split("\n\n", 2)[0];
    Matcher offset = OFFSET.matcher(code);
    int last = 0;
    while (offset.find()) {
      last = Integer.parseInt(offset.group(1));
    }
    return last;
  }
}
