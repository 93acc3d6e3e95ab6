package io.sbr.bench.load.fault;

import io.sbr.bench.load.drive.Answer;
import io.sbr.bench.load.drive.Request;
import io.sbr.bench.load.drive.RequestSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * Questions whose answers are known because they were asked before, while nothing else went on. An
 * answer names the version of the run that gave it, so where several versions were asked, a right
 * answer is that of the version it names.
 */
final class KnownAnswers implements RequestSource {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A question that was asked once more. */
  private static final class Asked {
    /** Which. */
    private final int question;

    /** When it was due, {@link System#nanoTime}. */
    private final long time;

    /** Right. */
    private boolean answered;

    Asked(int question, long time) {
      this.question = question;
      this.time = time;
    }
  }

  private final List<byte[]> questions;
  private final List<Set<ByteBuffer>> known = new ArrayList<>();
  private final RandomGenerator random;
  private final List<Long> lost = new ArrayList<>();

  KnownAnswers(List<byte[]> questions, RandomGenerator random) {
    this.questions = questions;
    this.random = random;
    questions.forEach(question -> known.add(new HashSet<>()));
  }

  /**
   * Asks all questions one after another, and takes the answers to be right.
   *
   * @throws IOException if one is not answered
   */
  void learn(InetSocketAddress server) throws IOException {
    for (int i = 0; i < questions.size(); i++) {
      Answer answer = Exchange.ask(server, questions.get(i), PATIENCE);
      if (!answer.isOk()) {
        throw new IOException(
            "a question was answered with status "
                + answer.status()
                + " before anything was wrong; --data must have ids that the run knows");
      }
      known.get(i).add(ByteBuffer.wrap(answer.body()));
    }
  }

  @Override
  public Request next() {
    int question = random.nextInt(questions.size());
    return new Request(questions.get(question), new Asked(question, System.nanoTime()));
  }

  @Override
  public boolean isRight(Request request, Answer answer) {
    Asked asked = (Asked) request.subject();
    asked.answered = known.get(asked.question).contains(ByteBuffer.wrap(answer.body()));
    return asked.answered;
  }

  @Override
  public void done(Request request) {
    Asked asked = (Asked) request.subject();
    if (!asked.answered) {
      lost.add(asked.time);
    }
  }

  /** A load begins: what was lost in one before is no longer counted. */
  void begin() {
    lost.clear();
  }

  /** When those questions were due that had no right answer; to be read after the load. */
  List<Long> lost() {
    return lost;
  }
}
