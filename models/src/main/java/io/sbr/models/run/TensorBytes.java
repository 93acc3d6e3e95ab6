package io.sbr.models.run;

import io.sbr.tensor.DType;
import io.sbr.tensor.Tensor;
import io.sbr.tensor.io.ElementType;
import java.nio.ByteBuffer;

/**
 * A tensor's numbers on their way to a file or from it, a piece at a time: a copy of an item table
 * would be the largest thing in memory beside the table itself.
 */
final class TensorBytes {
  private final Tensor flat;
  private final ElementType type;
  private float[] floats = new float[0];
  private double[] doubles = new double[0];

  /** Of a tensor, in a file of its backend's own type. */
  TensorBytes(Tensor tensor) {
    this(tensor, tensor.backend().dtype() == DType.F32 ? ElementType.F32 : ElementType.F64);
  }

  /** Of a tensor, in a file of F32 or F64. */
  TensorBytes(Tensor tensor, ElementType type) {
    this.flat = tensor.reshape(tensor.size());
    this.type = type;
  }

  /** What the file holds. */
  ElementType type() {
    return type;
  }

  /** Puts the numbers from element {@code from} on into a piece of the file until it is full. */
  void put(int from, ByteBuffer piece) {
    Tensor part = part(from, piece);
    if (type == ElementType.F32) {
      part.backend().read(part, floats);
      piece.asFloatBuffer().put(floats);
    } else {
      part.backend().read(part, doubles);
      piece.asDoubleBuffer().put(doubles);
    }
  }

  /** Takes the numbers from element {@code from} on out of a piece of the file. */
  void take(int from, ByteBuffer piece) {
    Tensor part = part(from, piece);
    if (type == ElementType.F32) {
      piece.asFloatBuffer().get(floats);
      part.backend().write(floats, part);
    } else {
      piece.asDoubleBuffer().get(doubles);
      part.backend().write(doubles, part);
    }
  }

  /** The elements of a piece, and an array of just their number. */
  private Tensor part(int from, ByteBuffer piece) {
    int count = piece.remaining() / type.bytes();
    if (type == ElementType.F32 && floats.length != count) {
      floats = new float[count];
    } else if (type == ElementType.F64 && doubles.length != count) {
      doubles = new double[count];
    }
    return flat.rowRange(from, from + count);
  }
}
