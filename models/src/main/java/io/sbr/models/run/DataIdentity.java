package io.sbr.models.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sbr.data.Dataset;
import io.sbr.data.Shown;
import io.sbr.data.store.Hashes;

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

  /** In words. */
  public String described() {
    return "%s, %d items, %d clicks in %d sessions to learn from, %d in %d to test"
        .formatted(Shown.quoted(name), items, trainClicks, trainSessions, testClicks, testSessions);
  }
}
