package io.sbr.server.serving;

/** Is told what happens to runs that are served; must neither fail nor wait. */
public interface ServingWatch {
  /** Hears nothing. */
  ServingWatch NONE = new ServingWatch() {};

  /**
   * A pass is over.
   *
   * @param sessions that went through the catalogue together
   * @param requests that they belonged to
   * @param nanos that it took
   */
  default void passed(String run, int sessions, int requests, long nanos) {}

  /** A request was turned away: the queue is full. */
  default void refused(String run) {}

  /** A request was not answered in time. */
  default void late(String run) {}

  /** A version is in service. */
  default void serving(RunLabel label) {}

  /** A version could not be loaded; the one before goes on. */
  default void notReplaced(String run) {}
}
