package io.sbr.bench.load.drive;

/**
 * What came back.
 *
 * @param status of HTTP
 * @param body whole, decoded if it came in chunks
 * @param last whether the server ends the connection after it
 */
public record Answer(int status, byte[] body, boolean last) {
  /** Whether it is what was asked for. */
  public boolean isOk() {
    return status / 100 == 2;
  }
}
