package io.sbr.server.http;

import java.io.IOException;

/** What an HTTP library does for the server: it opens ports. */
@FunctionalInterface
public interface HttpLibrary {
  /**
   * Opens a port.
   *
   * @param name of the threads
   * @throws IOException naming the place if it cannot be opened, because it is taken for example
   */
  HttpListener open(String name, HttpPlace place, HttpLimits limits, HttpHandler handler)
      throws IOException;
}
