package io.sbr.spark.score;

import io.sbr.models.pipeline.Clicks;
import io.sbr.models.pipeline.RankingOptions;
import io.sbr.models.pipeline.Recommendation;
import io.sbr.models.pipeline.SessionRecommender;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Answers the sessions of a part into a file of its own, which gets its name when it is whole. So a
 * file that is there is done, whatever happened to the job that made it.
 *
 * @param archive of the run
 * @param device to compute on
 * @param top items wanted of a session
 * @param excludeSeen whether a session's own items are left out
 * @param unknown what is answered where the run knows none of the clicks
 * @param folder where answers go
 * @param form of the files
 * @param hadoop how file systems are reached
 */
record PartAnswers(
    String archive,
    String device,
    int top,
    boolean excludeSeen,
    RankingOptions.Unknown unknown,
    String folder,
    AnswerForm form,
    SerializableConfiguration hadoop)
    implements Serializable {
  /** Clicks after which a batch is full, however few sessions they are. */
  private static final int CLICKS = 1 << 16;

  /**
   * Answers a part.
   *
   * @param rows as {@link AskedSession} reads them
   */
  AnsweredPart answer(int part, Iterator<String> rows) {
    Configuration conf = hadoop.value();
    Path whole = new Path(folder, AnswerFolder.name(part, form));
    long attempt = TaskContext.get().taskAttemptId();
    Path unfinished =
        new Path(
            new Path(folder, AnswerFolder.UNFINISHED), "%d-%s".formatted(attempt, whole.getName()));
    try {
      FileSystem files = whole.getFileSystem(conf);
      AnsweredPart answered;
      try (AnswerFile file = form.open(unfinished, conf)) {
        answered = answer(rows, file);
      }
      // another attempt may have been faster, with the same answers
      if (!files.rename(unfinished, whole) && !files.exists(whole)) {
        throw new IOException(whole + " cannot be written");
      }
      return answered;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private AnsweredPart answer(Iterator<String> rows, AnswerFile file) throws IOException {
    SessionRecommender run = RunOnExecutor.loaded(archive, device);
    AnsweredPart answered = AnsweredPart.NONE;
    List<AskedSession> batch = new ArrayList<>();
    int clicks = 0;
    while (rows.hasNext()) {
      AskedSession asked = AskedSession.of(rows.next());
      batch.add(asked);
      clicks += asked.clicks().items().size();
      if (batch.size() == SessionRecommender.BATCH || clicks >= CLICKS || !rows.hasNext()) {
        answered = answered.and(answer(run, batch, file));
        batch.clear();
        clicks = 0;
      }
    }
    return answered;
  }

  private AnsweredPart answer(SessionRecommender run, List<AskedSession> batch, AnswerFile file)
      throws IOException {
    List<Clicks> clicks = batch.stream().map(AskedSession::clicks).toList();
    List<Recommendation> answers =
        run.recommend(clicks, new RankingOptions(top, excludeSeen, unknown));
    long unanswered = 0;
    long rows = 0;
    for (int s = 0; s < answers.size(); s++) {
      List<Recommendation.Item> items = answers.get(s).items();
      for (int i = 0; i < items.size(); i++) {
        file.add(batch.get(s).id(), i + 1, items.get(i).id(), items.get(i).score());
      }
      unanswered += items.isEmpty() ? 1 : 0;
      rows += items.size();
    }
    return new AnsweredPart(batch.size(), unanswered, rows);
  }
}
