package io.sbr.models.neighbour;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A row of ints that is filled again and again, and keeps its room; what is sent of it is what it
 * holds.
 */
final class IntRow implements Serializable {
  private static final long serialVersionUID = 1;

  private transient int[] values = new int[0];
  private transient int length;

  /**
   * Empties the row and makes room.
   *
   * @param most that it will hold
   */
  void clear(int most) {
    if (most > values.length) {
      values = new int[most];
    }
    length = 0;
  }

  /** Adds an int; there must be room. */
  void add(int value) {
    values[length++] = value;
  }

  /** Gives it a length; all its ints are to be set then, in any order. */
  void resize(int ints) {
    clear(ints);
    length = ints;
  }

  /** Number of ints. */
  int length() {
    return length;
  }

  /** One of them. */
  int get(int index) {
    return values[index];
  }

  /** The ints, and after them what room is left. */
  int[] values() {
    return values;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.writeObject(Arrays.copyOf(values, length));
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    values = (int[]) in.readObject();
    length = values.length;
  }
}
