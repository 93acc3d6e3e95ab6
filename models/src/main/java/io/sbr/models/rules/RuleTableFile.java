package io.sbr.models.rules;

import io.sbr.data.Shown;
import io.sbr.data.store.InputFiles;
import io.sbr.tensor.Shape;
import io.sbr.tensor.io.ElementType;
import io.sbr.tensor.io.SafeTensors;
import io.sbr.tensor.io.SafeTensorsException;
import io.sbr.tensor.io.SafeTensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/**
 * A table of rules as a safetensors file: {@code offsets} I32 [N + 2], {@code targets} I32 [R],
 * {@code weights} F64 [R], as {@link RuleTable} has them. Readable wherever that format is.
 */
final class RuleTableFile {
  private static final String OFFSETS = "offsets";
  private static final String TARGETS = "targets";
  private static final String WEIGHTS = "weights";

  private RuleTableFile() {}

  /** Writes a table; the same bytes for the same table. */
  static void write(RuleTable table, WritableByteChannel channel) throws IOException {
    SafeTensorsWriter writer = new SafeTensorsWriter();
    ints(writer, OFFSETS, table.offsets());
    ints(writer, TARGETS, table.targets());
    writer.doubles(WEIGHTS, Shape.of(table.weights().length), table.weights());
    writer.write(channel);
  }

  private static void ints(SafeTensorsWriter writer, String name, int[] values) {
    writer.values(
        name,
        ElementType.I32,
        Shape.of(values.length),
        (from, piece) -> piece.asIntBuffer().put(values, from, piece.remaining() / Integer.BYTES));
  }

  /**
   * Reads a table.
   *
   * @param itemCount N
   * @throws IllegalArgumentException naming the file if it is not what it should be
   */
  static RuleTable read(Path file, int itemCount) {
    try {
      SafeTensors content = SafeTensors.read(file);
      for (String name : new String[] {OFFSETS, TARGETS, WEIGHTS}) {
        if (!content.names().contains(name) || content.shape(name).rank() != 1) {
          throw malformed(file, "no list '" + name + "'");
        }
      }
      int[] offsets = ints(content, OFFSETS);
      int[] targets = ints(content, TARGETS);
      double[] weights = content.doubles(WEIGHTS);
      check(file, itemCount, offsets, targets, weights);
      return new RuleTable(offsets, targets, weights);
    } catch (UncheckedIOException e) {
      throw new IllegalArgumentException(file + ": " + InputFiles.reason(e.getCause()), e);
    } catch (IOException e) {
      String message =
          e instanceof SafeTensorsException ? e.getMessage() : file + ": " + InputFiles.reason(e);
      throw new IllegalArgumentException(Shown.message(message), e);
    }
  }

  private static int[] ints(SafeTensors content, String name) {
    if (content.type(name) != ElementType.I32) {
      throw new IllegalArgumentException(name + " holds " + content.type(name) + ", not I32");
    }
    int[] values = new int[Math.toIntExact(content.shape(name).size())];
    content.pieces(
        name,
        (from, piece) -> piece.asIntBuffer().get(values, from, piece.remaining() / Integer.BYTES));
    return values;
  }

  private static void check(
      Path file, int itemCount, int[] offsets, int[] targets, double[] weights) {
    if (offsets.length != itemCount + 2) {
      throw malformed(file, "rules of %d items, not %d".formatted(offsets.length - 2, itemCount));
    }
    if (targets.length != weights.length) {
      throw malformed(file, "%d targets and %d weights".formatted(targets.length, weights.length));
    }
    if (offsets[0] != 0 || offsets[itemCount + 1] != targets.length) {
      throw malformed(file, "the items' rules are not all there are");
    }
    for (int item = 0; item <= itemCount; item++) {
      if (offsets[item + 1] < offsets[item]) {
        throw malformed(file, "the rules of item %d end before they begin".formatted(item));
      }
    }
    for (int r = 0; r < targets.length; r++) {
      if (targets[r] < 1 || targets[r] > itemCount || !Double.isFinite(weights[r])) {
        throw malformed(file, "rule %d is none".formatted(r));
      }
    }
  }

  private static IllegalArgumentException malformed(Path file, String fault) {
    return new IllegalArgumentException(file + " is malformed: " + fault);
  }
}
