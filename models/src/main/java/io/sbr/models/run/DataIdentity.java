package io.sbr.models.run;

import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
    MessageDigest digest = digest();
    for (String id : data.items().ids()) {
      digest.update(id.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '\n');
    }
    update(digest, data.train());
    update(digest, data.test());
    return new DataIdentity(
        data.name(),
        HexFormat.of().formatHex(digest.digest()),
        data.items().size(),
        data.train().count(),
        data.train().clicks(),
        data.test().count(),
        data.test().clicks());
  }

  private static void update(MessageDigest digest, Sessions sessions) {
    for (int s = 0; s < sessions.count(); s++) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * (sessions.length(s) + 1));
      bytes.putInt(sessions.length(s));
      for (int i = 0; i < sessions.length(s); i++) {
        bytes.putInt(sessions.item(s, i));
      }
      digest.update(bytes.array());
    }
    digest.update((byte) '\n');
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
