package io.sbr.cli.ask;

import io.sbr.cli.ask.SessionLines.Asked;
import io.sbr.cli.report.Console;
import io.sbr.models.ask.AnswerJson;
import io.sbr.models.pipeline.Clicks;
import io.sbr.models.pipeline.RankingOptions;
import io.sbr.models.pipeline.Recommendation;
import io.sbr.models.pipeline.SessionRecommender;
import java.io.IOException;
import java.util.List;

/** Answers an input line for line, each batch written before the next is read. */
public final class AnswerStream {
  private final SessionRecommender run;
  private final RankingOptions options;
  private final Answers out;
  private final boolean json;

  /** Where answers go. */
  @FunctionalInterface
  public interface Answers {
    /**
     * Writes lines, each ended.
     *
     * @throws IOException if they cannot be written
     */
    void write(String lines) throws IOException;
  }

  /**
   * Answers from a run.
   *
   * @param out where answers go
   * @param json one object a line; else a row of CSV with the ids, best first
   */
  public AnswerStream(SessionRecommender run, RankingOptions options, Answers out, boolean json) {
    this.run = run;
    this.options = options;
    this.out = out;
    this.json = json;
  }

  /**
   * Answers all that is left of the input.
   *
   * @param first its first sessions, read already
   * @param redraws whether progress may redraw a line
   * @return what is to be said of it
   * @throws io.sbr.cli.options.UsageException at a line that is no session, those before it being
   *     answered and written
   * @throws IOException if answers cannot be written
   */
  public Remarks answer(SessionLines input, List<Asked> first, Console console, boolean redraws)
      throws IOException {
    Remarks remarks = new Remarks(run);
    long answered = 0;
    try (AnswerProgress progress = new AnswerProgress(console, redraws)) {
      for (List<Asked> batch = first; !batch.isEmpty(); batch = input.next()) {
        write(batch);
        batch.forEach(asked -> remarks.add(asked.clicks()));
        answered += batch.size();
        progress.at(answered, input.percent());
      }
    }
    return remarks;
  }

  private void write(List<Asked> batch) throws IOException {
    List<Clicks> sessions = batch.stream().map(Asked::clicks).toList();
    List<Recommendation> answers = run.recommend(sessions, options);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < answers.size(); i++) {
      Asked asked = batch.get(i);
      Recommendation answer = answers.get(i);
      lines.append(
          json
              ? AnswerJson.line(asked.line(), asked.name(), answer)
              : CsvIds.format(answer.items().stream().map(Recommendation.Item::id)));
      lines.append('\n');
    }
    out.write(lines.toString());
  }
}
