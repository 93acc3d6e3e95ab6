package io.sbr.cli.ask;

import io.sbr.cli.ask.SessionLines.Asked;
import io.sbr.cli.report.Console;
import io.sbr.models.pipeline.Clicks;
import io.sbr.models.pipeline.RankingOptions;
import io.sbr.models.pipeline.Recommendation;
import io.sbr.models.pipeline.SessionRecommender;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** Answers an input line for line, each batch written before the next is read. */
public final class AnswerStream {
  private final SessionRecommender run;
  private final RankingOptions options;
  private final PrintWriter out;
  private final String place;
  private final boolean json;

  /**
   * Answers from a run.
   *
   * @param out where answers go
   * @param place what {@code out} is called
   * @param json one object a line; else a row of CSV with the ids, best first
   */
  public AnswerStream(
      SessionRecommender run, RankingOptions options, PrintWriter out, String place, boolean json) {
    this.run = run;
    this.options = options;
    this.out = out;
    this.place = place;
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
    for (int i = 0; i < answers.size(); i++) {
      Recommendation answer = answers.get(i);
      out.print(
          json
              ? AnswerJson.line(batch.get(i).line(), answer)
              : CsvIds.format(answer.items().stream().map(Recommendation.Item::id)));
      out.print('\n');
    }
    if (out.checkError()) { // which flushes
      throw new IOException("answers cannot be written to " + place);
    }
  }
}
