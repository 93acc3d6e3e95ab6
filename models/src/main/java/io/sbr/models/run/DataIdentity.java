package io.sbr.models.run;

import io.sbr.data.Dataset;
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
    String name,
    String sha256,
    int items,
    int trainSessions,
    int trainClicks,
    int testSessions,
    int testClicks) {
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
}
