package io.sbr.data.prepare.column;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A growing list of short texts as UTF-8: an array each, without the fifty bytes beside it that an
 * object of a string takes.
 */
public final class TextColumn implements Serializable {
  private final List<byte[]> texts = new ArrayList<>();

  /** Adds a text at the end. */
  public void add(String text) {
    texts.add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The text at an index. */
  public String get(int index) {
    return new String(texts.get(index), StandardCharsets.UTF_8);
  }

  /** Number of texts. */
  public int size() {
    return texts.size();
  }
}
