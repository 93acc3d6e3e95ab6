package io.sbr.server.http;

import java.time.Duration;

/**
 * What a client may take.
 *
 * @param body most bytes of a request's body
 * @param connections most at one time; beyond them, others wait to be accepted
 * @param idle how long a connection may neither send nor take a byte
 * @param bodyTime how long a body may take to come, however it comes
 */
public record HttpLimits(int body, int connections, Duration idle, Duration bodyTime) {
  /** 1 MiB, 16,384 connections, 30 s, 10 s. */
  public static final HttpLimits DEFAULT =
      new HttpLimits(1 << 20, 1 << 14, Duration.ofSeconds(30), Duration.ofSeconds(10));

  /** The same with another limit of bodies. */
  public HttpLimits withBody(int bytes) {
    return new HttpLimits(bytes, connections, idle, bodyTime);
  }

  /** The same with another number of connections. */
  public HttpLimits withConnections(int most) {
    return new HttpLimits(body, most, idle, bodyTime);
  }
}
