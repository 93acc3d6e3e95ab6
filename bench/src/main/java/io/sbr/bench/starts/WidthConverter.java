package io.sbr.bench.starts;

import io.sbr.bench.starts.StartCase.Width;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Widths as users write them: preferred, or a number of bits. */
final class WidthConverter implements ITypeConverter<Width> {
  @Override
  public Width convert(String text) {
    return Arrays.stream(Width.values())
        .filter(width -> text.equals(width.bits == 0 ? "preferred" : "" + width.bits))
        .findFirst()
        .orElseThrow(
            () -> new TypeConversionException("'" + text + "' is not preferred, 256 or 512"));
  }
}
