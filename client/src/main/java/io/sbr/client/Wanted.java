package io.sbr.client;

import java.util.Optional;

/**
 * What is wanted of an answer.
 *
 * @param k most items
 * @param excludeSeen whether the session's own items are left out
 * @param popular whether popular items are wanted where the run knows none of the clicks
 * @param run name of the run that is asked; the server's first where none is named
 */
public record Wanted(int k, boolean excludeSeen, boolean popular, Optional<String> run) {
  /** The k best items of the server's first run. */
  public static Wanted top(int k) {
    return new Wanted(k, false, false, Optional.empty());
  }

  /** The same without the session's own items. */
  public Wanted withoutSeen() {
    return new Wanted(k, true, popular, run);
  }

  /** The same with popular items where no click is known. */
  public Wanted orPopular() {
    return new Wanted(k, excludeSeen, true, run);
  }

  /** The same of another run. */
  public Wanted from(String run) {
    return new Wanted(k, excludeSeen, popular, Optional.of(run));
  }
}
