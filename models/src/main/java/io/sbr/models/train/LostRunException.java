package io.sbr.models.train;

import java.io.IOException;

/**
 * The place that a run is saved in is not there any more: nothing that was saved can be relied on.
 */
public final class LostRunException extends IOException {
  private static final long serialVersionUID = 1;

  /** One line that names the place. */
  public LostRunException(String message) {
    super(message);
  }
}
