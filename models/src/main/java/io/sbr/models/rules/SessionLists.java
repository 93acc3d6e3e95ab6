package io.sbr.models.rules;

import io.sbr.data.Sessions;
import java.util.Arrays;

/**
 * The sessions that hold each item, in their order, each once.
 *
 * @param offsets {@code [N + 2]} where each item's sessions begin
 * @param sessions numbers of them
 */
record SessionLists(int[] offsets, int[] sessions) {
  /** Lists of these sessions. */
  static SessionLists of(Sessions all, int itemCount) {
    int[] last = new int[itemCount + 1];
    int[] offsets = new int[itemCount + 2];
    for (int s = 0; s < all.count(); s++) {
      for (int c = all.offset(s); c < all.offsets()[s + 1]; c++) {
        int item = all.items()[c];
        if (last[item] != s + 1) {
          last[item] = s + 1;
          offsets[item + 1]++;
        }
      }
    }
    for (int item = 0; item <= itemCount; item++) {
      offsets[item + 1] += offsets[item];
    }
    int[] next = offsets.clone();
    int[] sessions = new int[offsets[itemCount + 1]];
    Arrays.fill(last, 0);
    for (int s = 0; s < all.count(); s++) {
      for (int c = all.offset(s); c < all.offsets()[s + 1]; c++) {
        int item = all.items()[c];
        if (last[item] != s + 1) {
          last[item] = s + 1;
          sessions[next[item]++] = s;
        }
      }
    }
    return new SessionLists(offsets, sessions);
  }
}
