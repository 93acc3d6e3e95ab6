package io.sbr.server.serving;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Shares out sessions among runs by a hash of their ids: all requests of a session are answered by
 * the same run, on every server with the same split and after every start.
 */
public final class Split {
  /** Where each run's part of [0, 1) ends. */
  private final Map<String, Double> ends = new LinkedHashMap<>();

  private final String last;

  /**
   * A split.
   *
   * @param shares weight of each run by its name, in the order that their parts have
   * @throws IllegalArgumentException if a weight is no number of 0 or more, or none is above 0
   */
  public Split(Map<String, Double> shares) {
    double sum = 0;
    String some = null;
    for (Map.Entry<String, Double> share : shares.entrySet()) {
      if (!(share.getValue() >= 0) || share.getValue().isInfinite()) {
        throw new IllegalArgumentException(
            "the share of %s must be 0 or more, not %s"
                .formatted(share.getKey(), share.getValue()));
      }
      sum += share.getValue();
      some = share.getValue() > 0 ? share.getKey() : some;
    }
    if (some == null) {
      throw new IllegalArgumentException("no share is above 0");
    }
    last = some;
    double end = 0;
    for (Map.Entry<String, Double> share : shares.entrySet()) {
      end += share.getValue() / sum;
      ends.put(share.getKey(), end);
    }
  }

  /** Names of the runs. */
  public Iterable<String> runs() {
    return ends.keySet();
  }

  /** The run that answers a session, by the session's id. */
  public String of(String session) {
    double place = place(session);
    for (Map.Entry<String, Double> end : ends.entrySet()) {
      if (place < end.getValue()) {
        return end.getKey();
      }
    }
    return last; // ends that were rounded below 1
  }

  /** A number of [0, 1): the first 53 bits of the id's SHA-256. */
  private static double place(String session) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(session.getBytes(StandardCharsets.UTF_8));
      return (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1p-53;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
