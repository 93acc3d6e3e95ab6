package io.sbr.server.jetty;

import io.sbr.server.http.Problems;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** What Jetty itself refuses, a request that is none for example, is told as all else is. */
final class JettyErrors {
  private JettyErrors() {}

  /** Says so. */
  static boolean answer(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
    response.getHeaders().put("Content-Type", Problems.TYPE);
    byte[] body =
        Problems.json(
            status,
            HttpStatus.getMessage(status),
            message == null || status >= 500 ? "the request cannot be read" : message.toString());
    response.write(true, BufferUtil.toBuffer(body), callback);
    return true;
  }
}
