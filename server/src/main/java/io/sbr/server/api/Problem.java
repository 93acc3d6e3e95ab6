package io.sbr.server.api;

import io.sbr.server.http.HttpAnswer;
import io.sbr.server.http.Problems;
import java.util.Map;

/** Why a request is not answered as asked: a status, and a sentence for whoever asked. */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final transient Map<String, String> headers;

  /** A problem of the request. */
  Problem(int status, String detail) {
    this(status, detail, Map.of());
  }

  /** The same with headers that say more. */
  Problem(int status, String detail, Map<String, String> headers) {
    super(detail, null, false, false); // its place says nothing, and many may come at once
    this.status = status;
    this.headers = headers;
  }

  /** The request says something that cannot be. */
  static Problem badRequest(String detail) {
    return new Problem(400, detail);
  }

  HttpAnswer answer() {
    HttpAnswer answer = Problems.answer(status, getMessage());
    for (Map.Entry<String, String> header : headers.entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answer;
  }
}
