package io.sbr.bench.load.visit;

/** How clicks are told. */
public enum Mode {
  /** Each request brings all clicks of the session so far: {@code POST /v1/recommend}. */
  STATELESS,
  /** Each brings the click alone, and the server remembers: {@code GET /v1/recommend}. */
  SESSIONS
}
