package io.sbr.bench.load.drive;

/** What is asked. Called by one thread. */
public interface RequestSource {
  /** The next request; its time has come. */
  Request next();

  /** Whether an answer with status 2xx is the right one. */
  default boolean isRight(Request request, Answer answer) {
    return true;
  }

  /** A request has been answered, or never will be. */
  default void done(Request request) {}
}
