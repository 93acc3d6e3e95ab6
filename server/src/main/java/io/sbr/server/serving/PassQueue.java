package io.sbr.server.serving;

import io.sbr.models.pipeline.Question;
import io.sbr.models.pipeline.Recommendation;
import io.sbr.server.serving.UnansweredException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Requests on their way through the catalogue. A thread of its own takes whatever waits and asks
 * the run once for all of it: what came alone goes at once and alone, what came while a pass was
 * under way goes together in the next. So nobody waits for company, and passes grow with the load.
 *
 * <p>Requests reach a run in no other way, so it is replaced between two passes: each is answered
 * by one version, and none is under way when the old one is handed back to be closed. Who replaces
 * it does so one at a time.
 */
final class PassQueue implements AutoCloseable {
  private final String name;
  private final int capacity;
  private final ServingWatch watch;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  // Guarded by the lock.
  private final ArrayDeque<Job> waiting = new ArrayDeque<>();
  private int waitingSessions;
  private Version next;
  private CompletableFuture<Version> replaced;
  private boolean closed;

  private volatile Version current;

  /** A request that waits. */
  private record Job(List<Question> questions, long deadline, CompletableFuture<Answered> future) {
    /** Whether nobody waits for it any more. */
    boolean isOver() {
      return future.isDone() || System.nanoTime() - deadline >= 0;
    }
  }

  /**
   * A queue without requests.
   *
   * @param capacity most sessions that may wait
   */
  PassQueue(Version first, int capacity, ServingWatch watch) {
    this.name = first.label().name();
    this.capacity = capacity;
    this.watch = watch;
    current = first;
    thread = new Thread(this::run, "sbr-pass-" + name);
    thread.start();
  }

  /** What answers now. */
  Version current() {
    return current;
  }

  /** Sessions that wait. */
  int waiting() {
    lock.lock();
    try {
      return waitingSessions;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks.
   *
   * @param questions one or more
   * @param deadline {@link System#nanoTime} after which the answer is of no use
   * @return completed by the thread of the passes; or at once with an {@link UnansweredException}
   */
  CompletableFuture<Answered> ask(List<Question> questions, long deadline) {
    CompletableFuture<Answered> future = new CompletableFuture<>();
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.failedFuture(
            new UnansweredException(Reason.ENDING, "the server is ending"));
      }
      if (waitingSessions + questions.size() > capacity) {
        watch.refused(name);
        return CompletableFuture.failedFuture(
            new UnansweredException(
                Reason.FULL, "%d sessions wait, as many as may".formatted(waitingSessions)));
      }
      waiting.add(new Job(questions, deadline, future));
      waitingSessions += questions.size();
      news.signal();
    } finally {
      lock.unlock();
    }
    return future;
  }

  /**
   * Lets another version answer from the next pass on.
   *
   * @return the version before, once no request is under way in it
   * @throws IllegalStateException if the server is ending
   */
  CompletableFuture<Version> replace(Version version) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the server is ending");
      }
      next = version;
      replaced = new CompletableFuture<>();
      news.signal();
      return replaced;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (List<Job> pass = take(); pass != null; pass = take()) {
      List<Job> open = new ArrayList<>(pass.size());
      for (Job job : pass) {
        if (job.isOver()) {
          fail(job); // not sooner: whoever hears of it should find the lock free
        } else {
          open.add(job);
        }
      }
      if (!open.isEmpty()) {
        answer(open);
      }
    }
  }

  /** What goes together, perhaps nothing, and what is over; null at the end. */
  private List<Job> take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && next == null && !closed) {
        news.awaitUninterruptibly();
      }
      if (next != null) {
        Version before = current;
        current = next;
        next = null;
        replaced.complete(before);
      }
      if (waiting.isEmpty()) {
        return closed ? null : List.of();
      }
      List<Job> pass = new ArrayList<>();
      int sessions = 0;
      do {
        Job job = waiting.remove();
        waitingSessions -= job.questions.size();
        pass.add(job);
        sessions += job.isOver() ? 0 : job.questions.size();
      } while (!waiting.isEmpty()
          && sessions + waiting.peek().questions.size() <= current.mostSessions());
      return pass;
    } finally {
      lock.unlock();
    }
  }

  private void fail(Job job) {
    UnansweredException late =
        new UnansweredException(Reason.LATE, "the deadline passed while the request waited");
    if (job.future.completeExceptionally(late)) {
      watch.late(name);
    }
  }

  private void answer(List<Job> pass) {
    try {
      ask(pass);
    } catch (RuntimeException | Error e) {
      if (pass.size() == 1) {
        pass.get(0).future.completeExceptionally(e);
      } else {
        pass.forEach(this::answerAlone); // the fault is one request's, not its company's
      }
    }
  }

  private void answerAlone(Job job) {
    if (job.isOver()) {
      fail(job); // those before it took a pass each
    } else {
      answer(List.of(job));
    }
  }

  private void ask(List<Job> pass) {
    long begun = System.nanoTime();
    Version version = current;
    List<Question> questions = pass.stream().flatMap(job -> job.questions.stream()).toList();
    List<Recommendation> answers = version.answer(questions);
    watch.passed(name, questions.size(), pass.size(), System.nanoTime() - begun);
    int from = 0;
    for (Job job : pass) {
      int to = from + job.questions.size();
      List<Recommendation> own = List.copyOf(answers.subList(from, to));
      job.future.complete(new Answered(version.label(), own, questions.size()));
      from = to;
    }
  }

  /** Answers what waits, takes nothing more, and frees the run. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      news.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // the memory is in use until the thread ends
      }
    }
    current.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
