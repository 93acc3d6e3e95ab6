package io.sbr.server.http;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Answers requests, perhaps later: no thread waits meanwhile. */
public interface HttpHandler {
  /**
   * Begins to answer.
   *
   * @param rest the listener's own threads, for what is left to do when a wait is over
   * @return the answer; never fails
   */
  CompletionStage<HttpAnswer> handle(HttpRequest request, Executor rest);

  /**
   * Hears that a request could not be read, and how it will be answered.
   *
   * @param request as far as it was read: without a body, perhaps without a path
   * @return the answer as it is to be sent
   */
  HttpAnswer refused(HttpRequest request, HttpAnswer answer);
}
