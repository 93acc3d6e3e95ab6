package io.sbr.server.http;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Answers requests, perhaps later: no thread waits meanwhile. */
@FunctionalInterface
public interface HttpHandler {
  /**
   * Begins to answer.
   *
   * @param rest the listener's own threads, for what is left to do when a wait is over
   * @return the answer; never fails
   */
  CompletionStage<HttpAnswer> handle(HttpRequest request, Executor rest);
}
