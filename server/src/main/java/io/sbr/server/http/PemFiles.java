package io.sbr.server.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's certificate and key as they are handed out: two text files (RFC 7468). */
public final class PemFiles {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");
  private static final char[] NO_PASSWORD = {};

  private PemFiles() {}

  /**
   * Reads both.
   *
   * @param chain the server's certificate first, then those that vouch for it
   * @param key of the first certificate: PKCS #8, not encrypted
   * @throws IllegalArgumentException naming the file that is wrong, and how
   */
  public static KeyStore read(Path chain, Path key) {
    List<? extends Certificate> certificates = certificates(chain);
    PrivateKey secret = key(key);
    if (!fits(secret, certificates.get(0))) {
      throw new IllegalArgumentException(
          key + " is not the key of the first certificate in " + chain);
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry("server", secret, NO_PASSWORD, certificates.toArray(Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(chain + " and " + key + ": " + e.getMessage(), e);
    }
  }

  private static List<? extends Certificate> certificates(Path file) {
    try {
      InputStream text = new ByteArrayInputStream(Files.readAllBytes(file));
      List<? extends Certificate> all =
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(text));
      if (all.isEmpty()) {
        throw new IllegalArgumentException(file + " holds no certificate in PEM");
      }
      return all;
    } catch (CertificateException e) {
      throw new IllegalArgumentException(file + " holds no certificate in PEM", e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static PrivateKey key(Path file) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    Matcher found = KEY.matcher(text);
    if (!found.find()) {
      Matcher other = OTHER_KEY.matcher(text);
      throw new IllegalArgumentException(
          other.find()
              ? "%s holds a key of another form (%s): openssl pkcs8 -topk8 -nodes converts it"
                  .formatted(file, other.group(1))
              : file + " holds no private key in PEM");
    }
    for (String algorithm : ALGORITHMS) {
      try {
        byte[] bytes = Base64.getMimeDecoder().decode(found.group(1));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        continue; // the next may know it; of what is no Base64 none does
      }
    }
    throw new IllegalArgumentException(
        file + " holds no key of " + String.join(", ", ALGORITHMS) + ", or it is damaged");
  }

  /** Whether what the key signs is signed in the certificate's name. */
  private static boolean fits(PrivateKey key, Certificate certificate) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "Ed25519";
        };
    byte[] text = {1, 2, 3};
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(text);
      Signature checking = Signature.getInstance(algorithm);
      checking.initVerify(certificate);
      checking.update(text);
      return checking.verify(signing.sign());
    } catch (GeneralSecurityException e) {
      return false; // keys of two kinds
    }
  }

  private static IllegalArgumentException unreadable(Path file, IOException e) {
    String why =
        Files.isDirectory(file)
            ? "is a folder"
            : Files.exists(file) ? "cannot be read" : "does not exist";
    return new IllegalArgumentException(file + " " + why, e);
  }
}
