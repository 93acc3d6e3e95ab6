package io.sbr.server.jetty;

import io.sbr.server.http.HttpAnswer;
import io.sbr.server.http.Problems;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty itself refuses, a request that is none for example, is told as all else is. */
record JettyErrors(JettyBridge bridge) implements Request.Handler {
  private static final int OWN_FAULT = 500;

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
    boolean said = message != null && status < OWN_FAULT;
    byte[] body =
        Problems.json(
            status,
            HttpStatus.getMessage(status),
            said ? message.toString() : "the request cannot be answered");
    HttpAnswer answer = HttpAnswer.of(status, Problems.TYPE, body);
    return bridge.refuse(answer, request, response, callback);
  }
}
