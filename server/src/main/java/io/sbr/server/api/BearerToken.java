package io.sbr.server.api;

import io.sbr.server.http.HttpRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/**
 * A secret that whoever asks must know (RFC 6750). Hashes are compared, in a time that does not
 * depend on where they differ.
 */
public final class BearerToken {
  private static final String SCHEME = "Bearer ";
  private static final int SHORTEST = 16;

  private final byte[] hash;

  private BearerToken(String secret) {
    hash = hash(secret);
  }

  /**
   * Reads one.
   *
   * @param file with the secret as its one line
   * @throws IllegalArgumentException naming the file if it holds none, or one that can be guessed
   */
  public static BearerToken read(Path file) {
    String secret;
    try {
      secret = Files.readString(file).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": the token cannot be read", e);
    }
    if (secret.length() < SHORTEST || !secret.matches("[A-Za-z0-9._~+/=-]+")) {
      throw new IllegalArgumentException(
          file
              + " must hold a token of "
              + SHORTEST
              + " or more letters, digits and ._~+/=- : openssl rand -hex 32 makes one");
    }
    return new BearerToken(secret);
  }

  /**
   * Lets a request through.
   *
   * @throws Problem if it does not carry the secret
   */
  void check(HttpRequest request) {
    String given = request.header("Authorization").orElse("");
    boolean scheme = given.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    byte[] other = hash(scheme ? given.substring(SCHEME.length()).strip() : "");
    if (!MessageDigest.isEqual(hash, other)) {
      throw new Problem(
          401, "a valid bearer token is needed", Map.of("WWW-Authenticate", "Bearer"));
    }
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
