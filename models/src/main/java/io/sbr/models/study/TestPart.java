package io.sbr.models.study;

import io.sbr.data.Dataset;
import io.sbr.data.Examples;

/**
 * The n examples of a test part, in the order in which their targets are ranked, and what they may
 * be told apart by.
 *
 * @param sessions number of sessions, of which some may have no example
 * @param session {@code [n]} the session that each is a prefix of
 * @param length {@code [n]} input clicks
 * @param popularity {@code [n]} clicks on the target in the training part
 */
public record TestPart(int sessions, int[] session, int[] length, int[] popularity) {
  /** Of a data set, without examples of fewer than {@code minPrefix} input clicks. */
  public static TestPart of(Dataset data, int minPrefix) {
    int[] clicks = new int[data.items().size() + 1];
    for (int item : data.train().items()) {
      clicks[item]++;
    }
    Examples examples = new Examples(data.test(), minPrefix);
    int n = examples.count();
    TestPart part = new TestPart(data.test().count(), new int[n], new int[n], new int[n]);
    for (int e = 0; e < n; e++) {
      part.session[e] = examples.session(e);
      part.length[e] = examples.prefixLength(e, part.session[e]);
      part.popularity[e] = clicks[data.test().item(part.session[e], part.length[e])];
    }
    return part;
  }

  /** n. */
  public int examples() {
    return session.length;
  }
}
