package io.sbr.models.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sbr.data.Dataset;
import io.sbr.data.Shown;
import io.sbr.data.store.Hashes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which data set a run belongs to.
 *
 * @param name for people
 * @param sha256 of all sessions and item ids, in order
 * @param items N
 * @param trainSessions sessions of train
 * @param trainClicks clicks of train
 * @param testSessions sessions of test
 * @param testClicks clicks of test
 */
public record DataIdentity(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String sha256,
    @JsonProperty(required = true) int items,
    @JsonProperty(required = true) int trainSessions,
    @JsonProperty(required = true) int trainClicks,
    @JsonProperty(required = true) int testSessions,
    @JsonProperty(required = true) int testClicks) {
  /** Checks it. */
  public DataIdentity {
    if (name == null || sha256 == null || !sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("data without name or hash");
    }
    if (items < 1 || trainSessions < 1 || trainClicks < 1 || testSessions < 0 || testClicks < 0) {
      throw new IllegalArgumentException("data with an impossible number of items or sessions");
    }
  }

  /** The identity of a data set. */
  public static DataIdentity of(Dataset data) {
    return new DataIdentity(
        data.name(),
        Hashes.fingerprint(data),
        data.items().size(),
        data.train().count(),
        data.train().clicks(),
        data.test().count(),
        data.test().clicks());
  }

  /**
   * What tells another data set from this one, in words: its name and its counts where they differ,
   * else that items or sessions do.
   */
  public String difference(DataIdentity now) {
    List<String> parts = new ArrayList<>();
    if (!name.equals(now.name)) {
      parts.add("data set %s, now %s".formatted(Shown.brief(name), Shown.brief(now.name)));
    }
    count(parts, "items", items, now.items);
    count(parts, "train sessions", trainSessions, now.trainSessions);
    count(parts, "train clicks", trainClicks, now.trainClicks);
    count(parts, "test sessions", testSessions, now.testSessions);
    count(parts, "test clicks", testClicks, now.testClicks);
    if (parts.isEmpty()) {
      return "of the same name and counts, but with other items or sessions, or in another order";
    }
    return String.join("; ", parts);
  }

  private static void count(List<String> parts, String what, int before, int now) {
    if (before != now) {
      parts.add(String.format(Locale.ROOT, "%,d %s, now %,d", before, what, now));
    }
  }
}
