package io.sbr.cli.serve;

import io.sbr.cli.options.UsageException;
import io.sbr.data.Shown;
import io.sbr.server.api.BearerToken;
import io.sbr.server.api.Cors;
import io.sbr.server.http.HttpPlace;
import io.sbr.server.http.PemFiles;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Where the server listens, and whom it answers. */
final class ListenOptions {
  private static final int LAST_PORT = 65_535;
  private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s?#@A-Z]+");

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description =
          "interface to listen at; default ${DEFAULT-VALUE}, which this machine alone can reach;"
              + " 0.0.0.0 for all")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8080",
      description = "port; 0 for any that is free; default ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--admin-port",
      paramLabel = "P",
      description =
          "a port on 127.0.0.1 for reloads and metrics; without it there are no reloads by call, and"
              + " metrics are on --port")
  private Integer adminPort;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "answer only those who send the secret in this file as a bearer token; /healthz,"
              + " /readyz and the page's files answer all")
  private Path tokenFile;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "speak TLS with this certificate (PEM, those that vouch for it after it)")
  private Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "its key (PEM, PKCS #8, not encrypted)")
  private Path key;

  @Option(
      names = "--cors",
      paramLabel = "ORIGIN",
      description =
          "let pages of this origin ask from a browser, such as https://shop.example; again for"
              + " each; * for all; default none")
  private List<String> origins = List.of();

  /** Refuses what cannot be listened at, and files that are not what they should be. */
  void check() {
    checkPort("--port", port);
    if (adminPort != null) {
      checkPort("--admin-port", adminPort);
      if (adminPort == port && port != 0) {
        throw new UsageException("--admin-port must be another than --port");
      }
    }
    if ((certificate == null) != (key == null)) {
      throw new UsageException("--tls-cert and --tls-key belong together");
    }
    origins.forEach(ListenOptions::checkOrigin);
    place().isLoopback();
    token();
  }

  private static void checkPort(String option, int port) {
    if (port < 0 || port > LAST_PORT) {
      throw new UsageException(option + " must be between 0 and " + LAST_PORT + ", not " + port);
    }
  }

  /** Browsers send a scheme, a host, perhaps a port: anything else would never be the same. */
  private static void checkOrigin(String origin) {
    if (!origin.equals("*") && !ORIGIN.matcher(origin).matches()) {
      throw new UsageException(
          "--cors must be like https://shop.example or *, not " + Shown.brief(origin));
    }
  }

  HttpPlace place() {
    Optional<KeyStore> identity =
        certificate == null ? Optional.empty() : Optional.of(PemFiles.read(certificate, key));
    return new HttpPlace(host, port, identity);
  }

  Optional<HttpPlace> admin() {
    return Optional.ofNullable(adminPort)
        .map(number -> new HttpPlace("127.0.0.1", number, Optional.empty()));
  }

  Optional<BearerToken> token() {
    return Optional.ofNullable(tokenFile).map(BearerToken::read);
  }

  Cors cors() {
    return new Cors(Set.copyOf(origins));
  }
}
