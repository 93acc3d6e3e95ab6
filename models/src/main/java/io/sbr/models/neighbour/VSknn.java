package io.sbr.models.neighbour;

import io.sbr.models.neighbour.NeighbourSettings.Answer;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.sparse.Fading;
import io.sbr.models.sparse.ReachedItems;
import io.sbr.models.sparse.SessionTimes;
import java.util.Arrays;
import java.util.List;

/** V-SKNN: SKNN in which late clicks weigh more. */
public final class VSknn {
  /** How like two sessions are. */
  enum Similarity {
    /** The sum of the shared clicks' weights over the number of items of the current session. */
    VEC,
    /** The same sum over the lengths of both sessions. */
    COSINE
  }

  /** What is done for the session's own items. */
  enum Reminders {
    /** Nothing. */
    NONE,
    /** Their scores times one more than their clicks. */
    PUSH,
    /** The first three that have a score but no place near the top are lifted there. */
    ADD
  }

  /** How like two sessions are. */
  static final ModelSetting<Similarity> SIMILARITY =
      ModelSetting.choice(
          "similarity",
          List.of(Similarity.values()),
          Similarity.VEC,
          "published",
          "whether long neighbours count as they are (vec) or by their length (cosine)");

  /** Weights of clicks. */
  static final ModelSetting<Fading> WEIGHTING =
      Fading.weighting("how clicks lose weight towards the session's beginning");

  /** Weights of votes. */
  static final ModelSetting<Fading> SCORE_WEIGHTING =
      WEIGHTING.renamed(
          "score-weighting", "how a vote loses weight with the age of the latest shared click");

  /** How many clicks count. */
  static final ModelSetting<Integer> LAST_CLICKS =
      ModelSetting.wholeNumber(
          "last-clicks", 0, 1000, 0, "published", "clicks that likeness is measured on; 0 for all");

  /** Whether neighbours fade by the day. */
  static final ModelSetting<Answer> FADE_DAYS =
      NeighbourSettings.unlessAsked(
          "fade-days", "published", "whether a neighbour weighs an eighth less with each day");

  /** Inverse frequencies as weights of clicks. */
  static final ModelSetting<Answer> IDF_CLICKS =
      NeighbourSettings.unlessAsked(
          "idf-clicks", "published", "whether clicks weigh by their item's inverse frequency");

  /** The session's own items. */
  static final ModelSetting<Reminders> REMINDERS =
      ModelSetting.choice(
          "reminders",
          List.of(Reminders.values()),
          Reminders.NONE,
          "published",
          "what is done for the session's own items");

  /** {@code v-sknn}. */
  public static final NeighbourKind KIND =
      new NeighbourKind(
          "v-sknn",
          "V-SKNN: neighbours by weighted clicks (Ludewig and Jannach, 2018)",
          List.of(
              NeighbourSettings.NEIGHBOURS,
              NeighbourSettings.SAMPLE,
              SIMILARITY,
              WEIGHTING,
              SCORE_WEIGHTING,
              NeighbourSettings.IDF,
              LAST_CLICKS,
              FADE_DAYS,
              IDF_CLICKS,
              REMINDERS,
              NeighbourSettings.DROP,
              SessionTimes.SESSIONS_PER_DAY.onlyWhere(FADE_DAYS, Answer.YES)),
          NeighbourKind.IndexShape.ALL,
          (settings, index, secondsSince) -> {
            double[] idf = Frequencies.ofClicks(index);
            double weight = settings.get(NeighbourSettings.IDF);
            return new NeighbourMethod(
                new VSknnVotes(
                    settings.get(NeighbourSettings.NEIGHBOURS),
                    settings.get(NeighbourSettings.SAMPLE),
                    settings.get(SIMILARITY) == Similarity.COSINE,
                    settings.get(WEIGHTING),
                    settings.get(SCORE_WEIGHTING),
                    settings.get(LAST_CLICKS),
                    settings.get(FADE_DAYS) == Answer.YES,
                    secondsSince,
                    settings.get(IDF_CLICKS) == Answer.YES ? idf : null,
                    Arrays.stream(idf).map(each -> 1 + each * weight).toArray()),
                reminders(settings.get(REMINDERS)).then(settings.get(NeighbourSettings.DROP)));
          });

  private static final int REMINDED_PLACE = 17;

  private VSknn() {}

  private static NeighbourMethod.Afterwards reminders(Reminders reminders) {
    return switch (reminders) {
      case NONE -> (current, search, reached) -> {};
      case PUSH ->
          (current, search, reached) -> {
            for (int j = 0; j < current.distinct(); j++) {
              int item = current.item(j);
              if (reached.has(item)) {
                reached.set(item, reached.score(item) * (1 + current.count(item)));
              }
            }
          };
      case ADD -> (current, search, reached) -> addReminders(current, reached);
    };
  }

  /** As released: those below place 17 get a little more than the item at that place. */
  private static void addReminders(CurrentSession current, ReachedItems reached) {
    double bar = reached.nthBest(REMINDED_PLACE);
    int reminded = 0;
    for (int p = 1; p <= current.length() && reminded < 3; p++) {
      int item = current.click(p);
      if (current.firstPosition(item) == p && reached.score(item) > 0) {
        reminded++;
        if (reached.score(item) < bar) {
          reached.set(item, bar + 1e-4);
        }
      }
    }
  }
}
