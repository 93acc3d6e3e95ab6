package io.sbr.data.prepare;

import io.sbr.data.Sessions;
import java.util.BitSet;

/**
 * The latest 1/n of the training samples (Yoochoose 1/64 and 1/4; docs/pipeline.md, section 13,
 * step 10). Samples of a session are listed longest prefix first, so when the cut falls inside a
 * session its <em>shortest</em> prefixes stay: exactly the samples of a session that ends earlier.
 * The cut session is therefore kept as its first clicks, and no sample is lost or added.
 */
final class TrainPart {
  private TrainPart() {}

  /** The sessions whose samples are the last ⌊samples / n⌋ of those of {@code train}. */
  static Sessions latest(Sessions train, int n) {
    if (n == 1) {
      return train;
    }
    int samples = (train.clicks() - train.count()) / n;
    int first = train.count();
    int taken = 0;
    while (taken < samples) {
      taken += train.length(--first) - 1;
    }
    Sessions tail = train.range(first, train.count());
    int excess = taken - samples;
    BitSet keep = ClickMasks.all(tail);
    if (excess > 0) {
      keep.clear(tail.length(0) - excess, tail.length(0));
    }
    return Selection.clicks(tail, keep);
  }
}
