package io.sbr.server.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.KeyStore;
import java.util.Optional;

/**
 * Where to listen.
 *
 * @param host name or address of an interface
 * @param port 0 for any that is free
 * @param identity certificate and key for TLS; empty for plain HTTP
 */
public record HttpPlace(String host, int port, Optional<KeyStore> identity) {
  /**
   * Whether only programs of this machine can reach it.
   *
   * @throws IllegalArgumentException if there is no such host
   */
  public boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("there is no host " + host, e);
    }
  }

  /** The address of what listens here, on a port that is known by now. */
  public String url(int open) {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return (identity.isPresent() ? "https://" : "http://") + shown + ":" + open;
  }
}
