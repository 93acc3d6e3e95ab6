package io.sbr.kernels.cpu.loops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the source of {@link MicroKernels}: one description for every block. A file on its own,
 * without a compiler's help, so that other blocks are tried with {@code java MicroKernelText.java
 * MicroKernels.java}; a test compares what is checked in.
 */
final class MicroKernelText {
  private MicroKernelText() {}

  /** How the left side lies in memory. */
  private enum Left {
    /** Its rows stand together: element (i, p) follows (i, p − 1). */
    ROWS,
    /** Its columns do: element (i, p) follows (i − 1, p). */
    COLUMNS
  }

  /** Writes to the named file. */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), text());
  }

  /** The whole file. */
  static String text() {
    return HEAD
        // For 32 vector registers.
        + method(Left.ROWS, 4, 4)
        + method(Left.COLUMNS, 4, 4)
        + method(Left.ROWS, 6, 3)
        + method(Left.COLUMNS, 6, 3)
        + method(Left.ROWS, 6, 2)
        + method(Left.COLUMNS, 6, 2)
        // For 16.
        + method(Left.ROWS, 3, 3)
        + method(Left.COLUMNS, 3, 3)
        + method(Left.ROWS, 5, 2)
        + method(Left.COLUMNS, 4, 2)
        + "}\n";
  }

  private static final String HEAD =
      """
      package io.sbr.kernels.cpu.loops;

      import jdk.incubator.vector.FloatVector;
      import jdk.incubator.vector.VectorSpecies;

      /**
       * The innermost loops of every dense product: C = A·B or C += A·B for a block of C that stays in
       * registers while rows of B stream past. Each method is the same text for another block, written by
       * {@code MicroKernelText}; not to be changed by hand. Accumulators are named local variables
       * because the compiler keeps an array of them in memory.
       *
       * <p>"rows" reads an A whose rows stand together, element (i, p) at {@code a[aAt + i·aStride + p]};
       * where fewer rows are left than the block has, the last one is computed again in place of the
       * missing: same value, same place. "columns" reads element (i, p) at {@code a[aAt + i + p·aStride]}
       * and needs all its rows. Row p of B begins at {@code b[bAt + p·bRow]}, row i of C at {@code c[cAt
       * + i·cRow]}. Every product is one chain of fused multiply-adds from 0 in ascending p, C added
       * last, so its bits do not depend on the block it falls into.
       *
       * <p>The shape of this text decides whether it is fast in every JVM (docs/performance.md, "The
       * micro-kernel"): a block leaves registers over; indices of A have as few checks in the loop as the
       * compiler can hoist or join; what an operation is called on has a class that the compiler knows
       * ({@link VectorLoops#EXACT}); a method is small enough for each of HotSpot's compilers, and too
       * large to be inlined.
       */
      final class MicroKernels {
        private static final VectorSpecies<Float> S = VectorLoops.SPECIES;
        private static final int W = S.length();
        private static final Class<? extends FloatVector> EXACT = VectorLoops.EXACT;

        private MicroKernels() {}
      """;

  private static String method(Left left, int rows, int vectors) {
    boolean byRows = left == Left.ROWS;
    Text out = new Text();
    out.line("");
    String side = byRows ? "rows" : "columns";
    out.line("  /** %d rows by %d vectors; %s of A stand together. */", rows, vectors, side);
    out.line("  static void %s%dby%d(", side, rows, vectors);
    if (byRows) {
      out.line("      int rows,");
    }
    out.line("      int k,");
    for (String matrix : new String[] {"a", "b", "c"}) {
      out.line("      float[] %s,", matrix);
      out.line("      int %sAt,", matrix);
      out.line("      int %s,", matrix.equals("a") ? "aStride" : matrix + "Row");
    }
    out.line("      boolean add) {");
    if (byRows) {
      out.line("    int last = rows - 1;");
      out.line("    int a0 = aAt;");
      for (int i = 1; i < rows; i++) {
        out.line("    int a%d = aAt + Math.min(%d, last) * aStride;", i, i);
      }
    }
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < vectors; j++) {
        out.line("    FloatVector s%d%d = FloatVector.zero(S);", i, j);
      }
    }
    out.line("    for (int p = 0; p < k; p++) {");
    for (int j = 0; j < vectors; j++) {
      out.line("      FloatVector b%d = FloatVector.fromArray(S, b, bAt%s);", j, vector(j));
    }
    for (int i = 0; i < rows; i++) {
      String at = byRows ? "a" + i + " + p" : i == 0 ? "aAt" : "aAt + " + i;
      out.line("      FloatVector x%d = FloatVector.broadcast(S, a[%s]);", i, at);
      for (int j = 0; j < vectors; j++) {
        out.line("      s%d%d = x%d.fma(b%d, s%d%d);", i, j, i, j, i, j);
      }
    }
    if (!byRows) {
      out.line("      aAt += aStride;");
    }
    out.line("      bAt += bRow;");
    out.line("    }");
    out.line("    int c0 = cAt;");
    for (int i = 1; i < rows; i++) {
      out.line("    int c%d = cAt + %s * cRow;", i, byRows ? "Math.min(" + i + ", last)" : i);
    }
    out.line("    if (add) {");
    if (byRows) {
      out.line(
          "      // All of C is read before any is written: a row that stands in for missing ones");
      out.line("      // must not be added twice.");
    }
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < vectors; j++) {
        out.line(
            "      s%d%d = EXACT.cast(FloatVector.fromArray(S, c, c%d%s)).add(s%d%d);",
            i, j, i, vector(j), i, j);
      }
    }
    out.line("    }");
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < vectors; j++) {
        out.line("    EXACT.cast(s%d%d).intoArray(c, c%d%s);", i, j, i, vector(j));
      }
    }
    out.line("  }");
    return out.toString();
  }

  private static String vector(int j) {
    return j == 0 ? "" : j == 1 ? " + W" : " + " + j + " * W";
  }

  /** Lines that are formatted one by one. */
  private static final class Text {
    private final StringBuilder lines = new StringBuilder();

    void line(String format, Object... values) {
      lines.append(format.formatted(values)).append('\n');
    }

    @Override
    public String toString() {
      return lines.toString();
    }
  }
}
