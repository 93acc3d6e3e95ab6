package io.sbr.server.visit;

import java.util.concurrent.CompletionStage;

/**
 * Where sessions are remembered. No call waits; what it returns fails with a {@link
 * SessionsUnavailableException} where the store does not answer.
 */
public interface SessionStore extends AutoCloseable {
  /** A session as it would be with more clicks; they are not kept. */
  CompletionStage<Visit> with(String id, Visit more);

  /** Adds clicks to a session, which begins with them if there is none of that id. */
  CompletionStage<Void> add(String id, Visit more);

  /** Forgets a session at once, if it is there. */
  CompletionStage<Void> forget(String id);

  @Override
  void close();
}
