package io.sbr.cli.launch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Copies the child's standard error, byte for byte as it comes, except the JVM's own first line on
 * incubator modules: it cannot be switched off and tells a user nothing.
 */
final class StandardError {
  private static final String WARNING = "WARNING: Using incubator modules";

  private StandardError() {}

  /** A running thread that ends with the stream. */
  static Thread copy(InputStream from) {
    Thread thread = new Thread(() -> copy(from, System.err), "standard-error");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  static void copy(InputStream from, OutputStream to) {
    try (from) {
      ByteArrayOutputStream start = new ByteArrayOutputStream();
      int next = from.read();
      while (next >= 0 && next != '\n' && start.size() < WARNING.length()) {
        start.write(next);
        next = from.read();
      }
      if (start.toString(StandardCharsets.US_ASCII).equals(WARNING)) {
        while (next >= 0 && next != '\n') {
          next = from.read();
        }
      } else {
        start.writeTo(to);
        if (next >= 0) {
          to.write(next);
        }
      }
      byte[] buffer = new byte[4096];
      to.flush();
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        to.write(buffer, 0, n);
        to.flush();
      }
    } catch (IOException e) {
      // The child is gone or nobody listens; its exit code still says how it ended.
    }
  }
}
