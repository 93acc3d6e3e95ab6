package io.sbr.server.http;

/** An open port. */
public interface HttpListener extends AutoCloseable {
  /** Its number. */
  int port();

  /** Requests that have begun and whose answers are not yet sent. */
  int underWay();

  /** Takes no new connection; those that are open go on. */
  void refuse();

  /** Ends what is left, and its threads. */
  @Override
  void close();
}
