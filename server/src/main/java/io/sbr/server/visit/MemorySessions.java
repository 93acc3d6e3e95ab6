package io.sbr.server.visit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sessions in this server's memory, whose answers are there at once.
 *
 * @param visits that hold them
 */
public record MemorySessions(VisitStore visits) implements SessionStore {
  @Override
  public CompletionStage<Visit> with(String id, Visit more) {
    return CompletableFuture.completedFuture(visits.with(id, more));
  }

  @Override
  public CompletionStage<Void> add(String id, Visit more) {
    visits.add(id, more);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> forget(String id) {
    visits.forget(id);
    return CompletableFuture.completedFuture(null);
  }

  /** What it holds ends with the server. */
  @Override
  public void close() {}
}
