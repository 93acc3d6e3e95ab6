package io.sbr.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.server.http.HttpPlace;
import io.sbr.server.http.PemFiles;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with a certificate and a key of two text files. */
@Timeout(120)
class TlsTest {
  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir Path temp;

  /** A certificate that vouches for itself, made by the JDK's tool. */
  private KeyStore made(String algorithm) throws Exception {
    Path store = temp.resolve(algorithm + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "s",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    return KeyStore.getInstance(store.toFile(), PASSWORD);
  }

  private Path pem(String name, String what, byte[] bytes) throws Exception {
    String text =
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(what, Base64.getMimeEncoder().encodeToString(bytes), what);
    return Files.writeString(temp.resolve(name), text);
  }

  private Path certificate(KeyStore store) throws Exception {
    return pem("cert.pem", "CERTIFICATE", store.getCertificate("s").getEncoded());
  }

  private Path key(KeyStore store) throws Exception {
    return pem("key.pem", "PRIVATE KEY", store.getKey("s", PASSWORD).getEncoded());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void answersAreEncrypted(String algorithm) throws Exception {
    KeyStore store = made(algorithm);
    KeyStore identity = PemFiles.read(certificate(store), key(store));
    HttpPlace place = new HttpPlace("127.0.0.1", 0, Optional.of(identity));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("s", store.getCertificate("s"));
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    HttpClient client = HttpClient.newBuilder().sslContext(context).build();
    try (TestServer shop =
        TestServer.of(Map.of("shop", TestServer.KEPT.resolve("pop")), ServerSettings.at(place))) {
      URI uri = URI.create(place.url(shop.server.port()) + "/healthz");
      assertThat(uri.getScheme()).isEqualTo("https");
      assertThat(client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body())
          .isEqualTo("{\"status\":\"ok\"}");
    }
  }

  @Test
  void filesThatAreNoneAreNamed() throws Exception {
    KeyStore store = made("EC");
    Path certificate = certificate(store);
    Path key = key(store);
    Path text = Files.writeString(temp.resolve("text"), "hello", StandardCharsets.US_ASCII);
    Path old = pem("old.pem", "RSA PRIVATE KEY", new byte[] {1});
    Path damaged = pem("damaged.pem", "PRIVATE KEY", new byte[] {1, 2, 3});
    refused(text, key, "text holds no certificate in PEM");
    refused(temp.resolve("absent"), key, "absent does not exist");
    refused(temp, key, "is a folder");
    refused(certificate, text, "text holds no private key in PEM");
    refused(certificate, old, "a key of another form (RSA PRIVATE KEY): openssl pkcs8");
    refused(certificate, damaged, "damaged.pem holds no key of RSA, EC, Ed25519");
    Path cut =
        Files.writeString(
            temp.resolve("cut.pem"),
            "-----BEGIN PRIVATE KEY-----\nMIIE=AA\n-----END PRIVATE KEY-----\n");
    refused(certificate, cut, "cut.pem holds no key of RSA, EC, Ed25519");
    Path other = pem("other.pem", "PRIVATE KEY", made("RSA").getKey("s", PASSWORD).getEncoded());
    refused(certificate, other, "other.pem is not the key of the first certificate in");
  }

  private static void refused(Path certificate, Path key, String why) {
    assertThatThrownBy(() -> PemFiles.read(certificate, key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
