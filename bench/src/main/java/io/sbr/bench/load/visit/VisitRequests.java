package io.sbr.bench.load.visit;

import io.sbr.bench.load.drive.Request;
import io.sbr.bench.load.drive.RequestSource;
import org.apache.commons.math3.random.RandomGenerator;

/** Requests of {@link Visitors}. */
public final class VisitRequests implements RequestSource {
  private final Questions questions;
  private final Mode mode;
  private final Visitors visitors;

  /** Distinguishes sessions of this load from those of others that the server remembers. */
  private final String prefix;

  /**
   * Of visitors who come in order of chance.
   *
   * @param visitors most at a time
   */
  public VisitRequests(Questions questions, Mode mode, int visitors, RandomGenerator random) {
    this.questions = questions;
    this.mode = mode;
    this.visitors = new Visitors(questions.data().test(), visitors, random);
    this.prefix = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + "-";
  }

  @Override
  public Request next() {
    Visit visit = visitors.next();
    byte[] bytes =
        switch (mode) {
          case STATELESS -> questions.stateless(visit.session, visit.clicks);
          case SESSIONS -> questions.click(prefix + visit.number, visit.session, visit.clicks - 1);
        };
    return new Request(bytes, visit);
  }

  @Override
  public void done(Request request) {
    visitors.back((Visit) request.subject());
  }
}
